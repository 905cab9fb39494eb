# Moves numbers between Java and tensors, in slices where a tensor is larger than a Java array.
# A parameter that no backward reached has an undefined .grad: not None to the compiler, numel() 0.

def write(self, into: Tensor, offset: Tensor, values: Tensor) -> Tensor:
  """into[offset : offset + n] = values, both seen flat; into is contiguous."""
  start = int(offset.item())
  into.view(-1)[start:start + values.numel()].copy_(values.reshape(-1))
  return offset

def read(self, source: Tensor, range: Tensor) -> Tensor:
  """source[range[0] : range[1]], flat."""
  return source.detach().reshape(-1)[int(range[0].item()):int(range[1].item())]

def gradient(self, parameter: Tensor) -> List[Tensor]:
  """The accumulated gradient, or nothing."""
  g = parameter.grad
  return [g] if g.numel() > 0 else annotate(List[Tensor], [])

def clear(self, parameters: List[Tensor]) -> Tensor:
  """Zeroes the gradients that exist."""
  for p in parameters:
    if p.grad.numel() > 0:
      p.grad.zero_()
  return torch.empty([0])
