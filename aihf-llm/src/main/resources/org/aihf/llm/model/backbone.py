# From ids to the last layer's output, whatever the family; the family's file has `embed`, `layer` and `final_norm`.

def bind(self, weights: List[Tensor], rotary: List[Tensor]) -> Tensor:
  # weights: the embedding, the layers, the final norm, the head; rotary: cos and sin [positions, rotary / 2], empty without
  self.weights = weights
  self.rotary = rotary
  return weights[0]

def use_packed(self, on: Tensor) -> Tensor:
  # packs the matrices for many passes over few rows, or lets go of them; the first tables are looked up, not multiplied
  kept = annotate(List[Tensor], [])
  if on.item() > 0:
    for i in range(len(self.weights)):
      w = self.weights[i]
      if i >= $TABLES and w.dim() == 2:
        w = self.packed(w) if i < len(self.weights) - 1 else self.packed_head(w)
      kept.append(w)
  self.packed_weights = kept
  return on

def current(self) -> List[Tensor]:
  return self.packed_weights if len(self.packed_weights) > 0 and not torch.is_grad_enabled() else self.weights

def layers(self, x: Tensor, positions: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # x [N, hidden], positions [N] within each token's own sequence
  cos, sin = self.rotary[0], self.rotary[1]
  if cos.numel() > 0:
    cos = cos.index_select(0, positions).unsqueeze(1)
    sin = sin.index_select(0, positions).unsqueeze(1)
  plan = self.with_masks(plan)
  x = self.embed(x, positions)
  for i in range($LAYERS):
    x = self.layer(i, x, cos, sin, plan, cache)
  return x

def hidden(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # normalised last hidden states of the tokens `rows`, without a graph
  x = torch.embedding(self.weights[0], ids)
  return self.final_norm(self.layers(x, positions, plan, cache).index_select(0, rows))

def hidden_with_graph(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor]) -> Tuple[Tensor, Tensor]:
  # the same with its graph, and the embedded tokens, a leaf: the embedding's gradient is added row by row, never as a table
  torch.set_grad_enabled(False)
  leaf = torch.embedding(self.weights[0], ids)
  torch.set_grad_enabled(True)
  leaf.requires_grad_(True)
  x = self.layers(leaf, positions, plan, annotate(List[Tensor], []))
  return self.final_norm(torch.embedding(x, rows)), leaf

def gradient(self, weight: Tensor) -> Tensor:
  # the weight's gradient, made of zeros where there is none (undefined, numel() 0)
  if weight.grad.numel() == 0:
    torch.set_grad_enabled(True)
    weight.backward(torch.zeros_like(weight))
    torch.set_grad_enabled(False)
  return weight.grad

def accumulate_embedding(self, ids: Tensor, leaf: Tensor) -> Tensor:
  g = self.gradient(self.weights[0])
  return g.index_add_(0, ids, leaf.grad)
