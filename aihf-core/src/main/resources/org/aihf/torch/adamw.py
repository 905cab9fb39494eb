# AdamW (decoupled weight decay) with global-norm clipping, on lists bound once.
# weights, exp_avg, exp_avg_sq: n tensors of equal shapes. counters: [steps float32 [n]: updates of
# each parameter; versions int64 [n]: version of each gradient when it was last zeroed; decayed int64 [n]].
# A parameter takes part in a step if backward reached it since: undefined gradients have numel() 0,
# accumulation bumps a gradient's version.

def bind(self, weights: List[Tensor], exp_avg: List[Tensor], exp_avg_sq: List[Tensor],
         counters: List[Tensor]) -> Tensor:
  self.weights = weights
  self.exp_avg = exp_avg
  self.exp_avg_sq = exp_avg_sq
  self.counters = counters
  return counters[0]

def touched(self, groups: List[int]) -> List[int]:
  """Indices of the parameters that take part and whose decayed flag is in groups."""
  versions = annotate(List[int], self.counters[1].tolist())
  decayed = annotate(List[int], self.counters[2].tolist())
  result = annotate(List[int], [])
  for i in range(len(self.weights)):
    g = self.weights[i].grad
    if g.numel() > 0 and decayed[i] in groups:
      if g._version() != versions[i]:
        result.append(i)
  return result

def norms(self) -> Tensor:
  """2-norm of each gradient, float32 [n]; 0 for parameters that take no part."""
  touched = self.touched([0, 1])
  result = torch.zeros_like(self.counters[0])
  if len(touched) > 0:
    norms = torch._foreach_norm([self.weights[i].grad for i in touched], 2)
    for k in range(len(touched)):
      result[touched[k]] = norms[k]
  return result

def update(self, settings: Tensor) -> Tensor:
  """settings: float64 [learning rate, beta1, beta2, epsilon, weight decay, gradient divisor].
  Returns the number of parameters updated."""
  values = annotate(List[float], settings.tolist())
  updated = self.group(self.touched([1]), values, values[4]) + self.group(self.touched([0]), values, 0.)
  self.clear()
  return torch.tensor(updated)

def group(self, members: List[int], values: List[float], weight_decay: float) -> int:
  # A list op that writes into a list built here is dead code to the compiler unless the list is read
  # afterwards: the count returned, and used, keeps the update alive.
  updated = [self.weights[i] for i in members]
  if len(members) > 0:
    counts = self.counters[0].unbind(0)
    steps = [counts[i] for i in members]
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(
        updated, [self.weights[i].grad for i in members],
        [self.exp_avg[i] for i in members], [self.exp_avg_sq[i] for i in members], [], steps,
        lr=values[0], beta1=values[1], beta2=values[2], weight_decay=weight_decay, eps=values[3],
        amsgrad=False, maximize=False, grad_scale=torch.full_like(counts[0], values[5]))
  return len(updated)

def clear(self) -> Tensor:
  """Zeroes the gradients and remembers their versions."""
  versions = self.counters[1]
  for i in range(len(self.weights)):
    g = self.weights[i].grad
    if g.numel() > 0:
      g.zero_()
      versions[i] = g._version()
  return versions
