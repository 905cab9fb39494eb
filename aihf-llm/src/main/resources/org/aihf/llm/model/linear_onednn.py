# Matrix products by oneDNN, in fp32: on AMD processors two to three times MKL's rate, on Intel's about the same.

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  # x [N, in], weight [out, in], bias [out] or empty -> [N, out]
  b: Optional[Tensor] = None
  if bias.numel() > 0:
    b = bias
  if torch.is_grad_enabled():
    return torch.mkldnn_linear(x.to_mkldnn(), weight, b).to_dense()
  return ops.mkldnn._linear_pointwise(x, weight, b, "none", annotate(List[Optional[number]], []), "")

def packed(self, weight: Tensor) -> Tensor:
  # the weight as oneDNN wants to read it: few rows then take half the time
  return ops.mkldnn._reorder_linear_weight(weight, None)

def packed_head(self, weight: Tensor) -> Tensor:
  # the same for the last one, which matmul_t reads
  return self.packed(weight)

def matmul_t(self, a: Tensor, b: Tensor) -> Tensor:
  # a [N, K] @ b [M, K]^T without a graph
  return ops.mkldnn._linear_pointwise(a, b, None, "none", annotate(List[Optional[number]], []), "")
