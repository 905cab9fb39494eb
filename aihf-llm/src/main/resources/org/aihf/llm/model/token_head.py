# Log-probabilities of single tokens. Logits exist for one slice of the vocabulary at a time and never enter a graph: with
# e = exp(logit - max) and Z their sum, d/dlogits of sum_i c_i log p_i is c (onehot - e / Z), written down by hand.

def slice_exp(self, h: Tensor, first: int) -> Tuple[Tensor, Tensor]:
  # logits of one vocabulary slice [M, slice], and their maximum per row
  head = self.weights[-1]
  logits = self.matmul_t(h, head.narrow(0, first, min($VOCABULARY_SLICE, head.size(0) - first)))
  return logits, logits.amax([1])

def targets_in(self, targets: Tensor, first: int, size: int) -> Tuple[Tensor, Tensor]:
  # column of each target in a slice [M, 1] (0 where it is elsewhere), and whether it is there
  column = (targets - first).unsqueeze(1)
  inside = (column >= 0) & (column < size)
  return column * inside, inside

def score_tokens(self, h: Tensor, targets: Tensor, keep: bool) -> Tuple[Tensor, Tensor, List[Tensor], List[Tensor]]:
  # h [M, hidden], targets [M] -> log-probs [M], logsumexp [M], maxima [M] per slice, exponentials per slice if kept
  target_logit = h.new_zeros([h.size(0), 1])
  maxima = annotate(List[Tensor], [])
  sums = annotate(List[Tensor], [])
  kept = annotate(List[Tensor], [])
  for first in range(0, self.weights[-1].size(0), $VOCABULARY_SLICE):
    e, top = self.slice_exp(h, first)
    column, inside = self.targets_in(targets, first, e.size(1))
    target_logit += e.gather(1, column) * inside
    e.sub_(top.unsqueeze(1)).exp_()
    maxima.append(top)
    sums.append(e.sum([1]))
    if keep:
      kept.append(e)
  lse = (torch.stack(maxima) + torch.stack(sums).log()).logsumexp([0])
  return target_logit.squeeze(1) - lse, lse, maxima, kept

def token_scores(self, ids: Tensor, positions: Tensor, rows: Tensor, targets: Tensor, plan: List[Tensor]) -> Tensor:
  # log-prob of targets [M] after the tokens rows [M]
  h = self.hidden(ids, positions, rows, plan, annotate(List[Tensor], []))
  out = annotate(List[Tensor], [])
  for first in range(0, h.size(0), $ROW_SLICE):
    n = min($ROW_SLICE, h.size(0) - first)
    out.append(self.score_tokens(h.narrow(0, first, n), targets.narrow(0, first, n), False)[0])
  return torch.cat(out)

def token_scores_with_graph(self, ids: Tensor, positions: Tensor, rows: Tensor, targets: Tensor, plan: List[Tensor]) -> List[Tensor]:
  # [log-probs, leaf, hidden (with its graph), logsumexp, maxima..., exponentials...]: the last for token_backward
  h, leaf = self.hidden_with_graph(ids, positions, rows, plan)
  torch.set_grad_enabled(False)
  keep = h.numel() // h.size(1) * self.weights[-1].size(0) <= $LOGIT_BUDGET
  scores, lse, maxima, kept = self.score_tokens(h.detach(), targets, keep)
  return [scores, leaf, h, lse] + maxima + kept

def token_backward(self, ids: Tensor, targets: Tensor, coefficients: Tensor, saved: List[Tensor]) -> Tensor:
  # adds sum_i coefficients_i * gradient of log-prob_i; saved: what token_scores_with_graph returned
  torch.set_grad_enabled(False)
  head = self.weights[-1]
  leaf, hidden, lse = saved[1], saved[2], saved[3]
  h = hidden.detach()
  slices = (head.size(0) + $VOCABULARY_SLICE - 1) // $VOCABULARY_SLICE
  dh = torch.zeros_like(h)
  for s in range(slices):
    first = s * $VOCABULARY_SLICE
    top = saved[4 + s]
    if len(saved) > 4 + slices:
      d = saved[4 + slices + s]
    else:
      d = self.slice_exp(h, first)[0].sub_(top.unsqueeze(1)).exp_()
    d.mul_((-coefficients * torch.exp(top - lse)).unsqueeze(1))
    column, inside = self.targets_in(targets, first, d.size(1))
    d.scatter_add_(1, column, coefficients.unsqueeze(1) * inside)
    part = head.narrow(0, first, d.size(1))
    dh.add_(self.matmul_t(d, part.t()))
    if head.requires_grad:
      self.gradient(head).narrow(0, first, d.size(1)).add_(self.matmul_t(d.t(), h.t()))
  torch.set_grad_enabled(True)
  hidden.backward(dh)
  torch.set_grad_enabled(False)
  return self.accumulate_embedding(ids, leaf)
