# Llama, Mistral, Qwen2. Weights of a layer: norm, q w b, k w b, v w b, attention output w b, norm, MLP gate w b, up w b, down w b.

def embed(self, x: Tensor, positions: Tensor) -> Tensor:
  # positions turn queries and keys instead
  return x

def norm(self, x: Tensor, at: int) -> Tensor:
  return x * torch.rsqrt((x * x).mean([1], True) + $NORM_EPS) * self.weights[at]

def mlp(self, x: Tensor, at: int) -> Tensor:
  w = self.current()
  return self.linear(
      torch.silu(self.linear(x, w[at], w[at + 1])) * self.linear(x, w[at + 2], w[at + 3]), w[at + 4], w[at + 5])

def layer(self, i: int, x: Tensor, cos: Tensor, sin: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # x [N, hidden] -> [N, hidden]
  at, w, n = 1 + 16 * i, self.current(), x.size(0)
  h = self.norm(x, at)
  q = self.linear(h, w[at + 1], w[at + 2]).view(n, $HEADS, $HEAD_SIZE)
  k = self.linear(h, w[at + 3], w[at + 4]).view(n, $KEY_VALUE_HEADS, $HEAD_SIZE)
  v = self.linear(h, w[at + 5], w[at + 6]).view(n, $KEY_VALUE_HEADS, $HEAD_SIZE)
  a = self.attend(i, self.rotate(q, cos, sin), self.rotate(k, cos, sin), v, plan, cache)
  y = x + self.linear(a, w[at + 7], w[at + 8])
  return y + self.mlp(self.norm(y, at + 9), at + 10)

def final_norm(self, x: Tensor) -> Tensor:
  return self.norm(x, 1 + 16 * $LAYERS)
