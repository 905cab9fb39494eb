# Log-probabilities of single tokens and the entropy H of the distribution that each was drawn from, for an entropy bonus. As in
# the token head, no logit enters a graph: d/dlogits of sum_i c_i log p_i + k_i H_i is c (onehot - p) - k p (log p + H).

def mean_logits(self, h: Tensor, maxima: List[Tensor], lse: Tensor) -> Tensor:
  # sum_j p_j logit_j [M]
  mean = torch.zeros_like(lse)
  for s in range(len(maxima)):
    logits, top = self.slice_exp(h, s * $VOCABULARY_SLICE)
    p = torch.exp(logits - lse.unsqueeze(1))
    mean += p.mul_(logits).sum([1])
  return mean

def entropy_scores_with_graph(self, ids: Tensor, positions: Tensor, rows: Tensor, targets: Tensor, plan: List[Tensor]) -> List[Tensor]:
  # [log-probs and entropies [M, 2], leaf, hidden (with its graph), logsumexp, entropies]: the last for entropy_backward
  h, leaf = self.hidden_with_graph(ids, positions, rows, plan)
  torch.set_grad_enabled(False)
  scores, lse, maxima, kept = self.score_tokens(h.detach(), targets, False)
  entropy = lse - self.mean_logits(h.detach(), maxima, lse)
  return [torch.stack([scores, entropy], 1), leaf, h, lse, entropy]

def entropy_backward(self, ids: Tensor, targets: Tensor, coefficients: Tensor, saved: List[Tensor]) -> Tensor:
  # coefficients [M, 2]: of log-probs and of entropies
  torch.set_grad_enabled(False)
  head = self.weights[-1]
  leaf, hidden, lse, entropy = saved[1], saved[2], saved[3], saved[4]
  h = hidden.detach()
  c, k = coefficients.select(1, 0), coefficients.select(1, 1)
  dh = torch.zeros_like(h)
  for first in range(0, head.size(0), $VOCABULARY_SLICE):
    d, top = self.slice_exp(h, first)
    d.sub_(lse.unsqueeze(1))
    p = torch.exp(d)
    d.add_(entropy.unsqueeze(1)).mul_(k.unsqueeze(1)).add_(c.unsqueeze(1)).mul_(p).neg_()
    column, inside = self.targets_in(targets, first, d.size(1))
    d.scatter_add_(1, column, c.unsqueeze(1) * inside)
    dh.add_(self.matmul_t(d, head.narrow(0, first, d.size(1)).t()))
    if head.requires_grad:
      self.gradient(head).narrow(0, first, d.size(1)).add_(self.matmul_t(d.t(), h.t()))
  torch.set_grad_enabled(True)
  hidden.backward(dh)
  torch.set_grad_enabled(False)
  return self.accumulate_embedding(ids, leaf)
