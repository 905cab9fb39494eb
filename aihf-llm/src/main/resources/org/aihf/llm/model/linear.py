# Matrix products. oneDNN's are two to three times MKL's on AMD processors and as fast on Intel's; both compute in fp32.

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  # x [N, in], weight [out, in], bias [out] or empty -> [N, out]
  b: Optional[Tensor] = None
  if bias.numel() > 0:
    b = bias
  if not $ONEDNN:
    return torch.linear(x, weight, b)
  if torch.is_grad_enabled():
    return torch.mkldnn_linear(x.to_mkldnn(), weight, b).to_dense()
  return ops.mkldnn._linear_pointwise(x, weight, b, "none", annotate(List[Optional[number]], []), "")

def matmul_t(self, a: Tensor, b: Tensor) -> Tensor:
  # a [N, K] @ b [M, K]^T without a graph
  if not $ONEDNN:
    return a @ b.t()
  return ops.mkldnn._linear_pointwise(a, b, None, "none", annotate(List[Optional[number]], []), "")
