# Matrix products by libtorch's default library.

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  # x [N, in], weight [out, in], bias [out] or empty -> [N, out]
  b: Optional[Tensor] = None
  if bias.numel() > 0:
    b = bias
  return torch.linear(x, weight, b)

def packed(self, weight: Tensor) -> Tensor:
  # the weight in the library's own layout: there is none
  return weight

def packed_head(self, weight: Tensor) -> Tensor:
  # the same for the last one, which matmul_t reads
  return weight

def matmul_t(self, a: Tensor, b: Tensor) -> Tensor:
  # a [N, K] @ b [M, K]^T without a graph
  return a @ b.t()
