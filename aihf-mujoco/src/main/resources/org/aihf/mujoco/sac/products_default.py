# Matrix products by libtorch's default library: least overhead, best for layers of up to about 100 units.

def affine(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # x [N, in], w [out, in], b [out] -> [N, out]
  return torch.linear(x, w, b)

def affine_relu(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.relu_(torch.linear(x, w, b))

def input_gradient(self, g: Tensor, w: Tensor) -> Tensor:
  # g [N, out], w [out, in] -> [N, in]
  return torch.mm(g, w)

def weight_gradient(self, g: Tensor, x: Tensor) -> Tensor:
  # g [N, out], x [N, in] -> [out, in]
  return torch.mm(g.t(), x)

def halves(self, h: Tensor) -> List[Tensor]:
  # [N, 2H] -> two views [N, H]
  return torch.chunk(h, 2, 1)
