# BERT and DistilBERT: encoders, normalised after each addition. Weights: the table of positions, the table of token types (empty in
# DistilBERT), norm w b; of a layer: q w b, k w b, v w b, attention output w b, norm w b, MLP up w b, MLP down w b, norm w b.

def norm(self, x: Tensor, at: int) -> Tensor:
  return torch.layer_norm(x, [x.size(1)], self.weights[at], self.weights[at + 1], $NORM_EPS)

def embed(self, x: Tensor, positions: Tensor) -> Tensor:
  # every token is of the first type: one text
  y = x + torch.embedding(self.weights[1], positions)
  if self.weights[2].numel() > 0:
    y = y + self.weights[2].select(0, 0)
  return self.norm(y, 3)

def layer(self, i: int, x: Tensor, cos: Tensor, sin: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # x [N, hidden] -> [N, hidden]
  at, w, n = 5 + 16 * i, self.current(), x.size(0)
  q = self.linear(x, w[at], w[at + 1]).view(n, $HEADS, $HEAD_SIZE)
  k = self.linear(x, w[at + 2], w[at + 3]).view(n, $HEADS, $HEAD_SIZE)
  v = self.linear(x, w[at + 4], w[at + 5]).view(n, $HEADS, $HEAD_SIZE)
  a = self.attend(i, q, k, v, plan, cache)
  y = self.norm(x + self.linear(a, w[at + 6], w[at + 7]), at + 8)
  up = torch.gelu(self.linear(y, w[at + 10], w[at + 11]))
  return self.norm(y + self.linear(up, w[at + 12], w[at + 13]), at + 14)

def final_norm(self, x: Tensor) -> Tensor:
  # the last layer ends with one
  return x
