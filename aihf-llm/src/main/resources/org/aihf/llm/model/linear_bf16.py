# Matrix products of the layers in bfloat16 with sums in fp32; weights, activations between layers, logits and loss stay fp32. 15 is bfloat16, 6 fp32.

def linear(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  # x [N, in], weight [out, in], bias [out] or empty -> [N, out]
  y = torch.linear(x.to(15), weight.to(15)).to(6)
  return y + bias if bias.numel() > 0 else y

def packed(self, weight: Tensor) -> Tensor:
  # the weight as linear reads it: sampling casts it once
  return weight.to(15)

def packed_head(self, weight: Tensor) -> Tensor:
  # the same for the last one, which matmul_t reads
  return weight

def matmul_t(self, a: Tensor, b: Tensor) -> Tensor:
  # a [N, K] @ b [M, K]^T without a graph, in fp32
  return a @ b.t()
