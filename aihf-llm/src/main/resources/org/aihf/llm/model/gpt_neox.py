# GPT-NeoX (Pythia). Weights of a layer: norm w b, query-key-value w b (per head: q, k, v), attention output w b, norm w b,
# MLP up w b, MLP down w b.

def embed(self, x: Tensor, positions: Tensor) -> Tensor:
  # positions turn queries and keys instead
  return x

def norm(self, x: Tensor, at: int) -> Tensor:
  return torch.layer_norm(x, [x.size(1)], self.weights[at], self.weights[at + 1], $NORM_EPS)

def mlp(self, x: Tensor, at: int) -> Tensor:
  w = self.current()
  return self.linear(torch.gelu(self.linear(x, w[at], w[at + 1])), w[at + 2], w[at + 3])

def layer(self, i: int, x: Tensor, cos: Tensor, sin: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # x [N, hidden] -> [N, hidden]
  at, w = 1 + 12 * i, self.current()
  qkv = self.linear(self.norm(x, at), w[at + 2], w[at + 3]).view(x.size(0), $HEADS, 3 * $HEAD_SIZE)
  q, k, v = qkv.chunk(3, 2)
  a = self.attend(i, self.rotate(q, cos, sin), self.rotate(k, cos, sin), v, plan, cache)
  attended = self.linear(a, w[at + 4], w[at + 5])
  if $PARALLEL_RESIDUAL:
    return x + attended + self.mlp(self.norm(x, at + 6), at + 8)
  y = x + attended
  return y + self.mlp(self.norm(y, at + 6), at + 8)

def final_norm(self, x: Tensor) -> Tensor:
  return self.norm(x, 1 + 12 * $LAYERS)
