# Matrix products by oneDNN, in fp32: on AMD processors twice the default library's rate for wide layers, more overhead per call.

def affine(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # x [N, in], w [out, in], b [out] -> [N, out]
  return ops.mkldnn._linear_pointwise(x, w, b, "none", annotate(List[Optional[number]], []), "")

def affine_relu(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return ops.mkldnn._linear_pointwise(x, w, b, "relu", annotate(List[Optional[number]], []), "")

def input_gradient(self, g: Tensor, w: Tensor) -> Tensor:
  # g [N, out], w [out, in] -> [N, in]
  return ops.mkldnn._linear_pointwise(g, w.t(), None, "none", annotate(List[Optional[number]], []), "")

def weight_gradient(self, g: Tensor, x: Tensor) -> Tensor:
  # g [N, out], x [N, in] -> [out, in]
  return ops.mkldnn._linear_pointwise(g.t(), x.t(), None, "none", annotate(List[Optional[number]], []), "")

def halves(self, h: Tensor) -> List[Tensor]:
  # [N, 2H] -> two copies [N, H]: a transposed view with gaps would fall to oneDNN's reference code, a thousand times slower
  a, b, = torch.chunk(h, 2, 1)
  return [a.contiguous(), b.contiguous()]
