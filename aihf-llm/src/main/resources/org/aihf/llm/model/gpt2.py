# GPT-2. Weights: the table of positions; of a layer: norm w b, query-key-value w b (all q, all k, all v), attention output w b,
# norm w b, MLP up w b, MLP down w b.

def embed(self, x: Tensor, positions: Tensor) -> Tensor:
  return x + torch.embedding(self.weights[1], positions)

def norm(self, x: Tensor, at: int) -> Tensor:
  return torch.layer_norm(x, [x.size(1)], self.weights[at], self.weights[at + 1], $NORM_EPS)

def layer(self, i: int, x: Tensor, cos: Tensor, sin: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # x [N, hidden] -> [N, hidden]
  at, w = 2 + 12 * i, self.current()
  q, k, v = self.linear(self.norm(x, at), w[at + 2], w[at + 3]).view(x.size(0), 3 * $HEADS, $HEAD_SIZE).chunk(3, 1)
  y = x + self.linear(self.attend(i, q, k, v, plan, cache), w[at + 4], w[at + 5])
  up = self.linear(self.norm(y, at + 6), w[at + 8], w[at + 9])
  return y + self.linear(torch.gelu(up, approximate="tanh"), w[at + 10], w[at + 11])

def final_norm(self, x: Tensor) -> Tensor:
  return self.norm(x, 2 + 12 * $LAYERS)
