# Sampling with a key/value cache. Rows are answers in progress; their prompts are aligned at the right, so that every row's next
# token goes to the same column. knobs: [temperature, top k (0: all), top p, greedy, vocabulary limit], float64 like uniforms.

def first_tokens(self, ids: Tensor, positions: Tensor, rows: Tensor, uniforms: Tensor, knobs: Tensor, plan: List[Tensor], cache: List[Tensor]) -> List[Tensor]:
  # reads prompts into the cache; rows [B] their last tokens -> ids [B], log-probs [B]
  return self.sample(self.hidden(ids, positions, rows, plan, cache), uniforms, knobs)

def next_tokens(self, ids: Tensor, positions: Tensor, uniforms: Tensor, knobs: Tensor, column: Tensor, mask: Tensor, cache: List[Tensor]) -> List[Tensor]:
  # ids [B] go to the cache's `column`; mask [B, 1, 1, T] is -inf left of the prompts
  seen = [mask.narrow(3, 0, int(column.item()) + 1)] + cache
  x = self.layers(torch.embedding(self.weights[0], ids), positions, annotate(List[Tensor], []), seen)
  return self.sample(self.final_norm(x), uniforms, knobs)

def select_rows(self, rows: Tensor, tensors: List[Tensor]) -> List[Tensor]:
  return [t.index_select(0, rows) for t in tensors]

def sample(self, h: Tensor, uniforms: Tensor, knobs: Tensor) -> List[Tensor]:
  # h [B, hidden] -> ids [B], log-probs [B] of the full distribution at this temperature
  logits = self.matmul_t(h, self.current()[-1])
  temperature, k, p = float(knobs[0].item()), int(knobs[1].item()), float(knobs[2].item())
  limit = int(knobs[4].item())
  if temperature != 1.:
    logits.div_(temperature)
  if knobs[3].item() > 0:
    chosen = logits.narrow(1, 0, limit).argmax(1)
  elif k > 0 or p < 1.:
    chosen = self.sample_truncated(logits.narrow(1, 0, limit), uniforms, k, p)
  else:
    return self.sample_all(logits, uniforms, limit)
  return [chosen, logits.gather(1, chosen.unsqueeze(1)).squeeze(1) - logits.logsumexp([1])]

def position_in(self, cumulative: Tensor, mass: Tensor) -> Tensor:
  # index of the first column whose cumulative mass exceeds `mass` [B, 1], kept below the total: such a column has mass of its own
  most = cumulative[:, -1:] * (1. - 1e-12)
  # a mass that is no number is beyond every column: clamped here, refused by its log-probability in Java
  return torch.searchsorted(cumulative, torch.minimum(mass, most), right=True).clamp_max(cumulative.size(1) - 1)

def sample_all(self, logits: Tensor, uniforms: Tensor, limit: int) -> List[Tensor]:
  # inverse of the cumulative distribution in two levels: blocks, then the tokens of one block
  top = logits.amax([1], True)
  e = logits.sub_(top).exp_()
  whole = limit // $BLOCK * $BLOCK
  blocks = e.narrow(1, 0, whole).view([e.size(0), -1, $BLOCK]).sum([2]) if whole > 0 else e.narrow(1, 0, 0)
  mass = torch.cat([blocks, e.narrow(1, whole, limit - whole).sum([1], True)], 1).to(uniforms).cumsum(1)
  wanted = uniforms.unsqueeze(1) * mass[:, -1:]
  block = self.position_in(mass, wanted)
  before = mass.gather(1, (block - 1).clamp(0)) * (block > 0)
  column = block * $BLOCK + torch.arange($BLOCK, device=e.device).unsqueeze(0)
  inside = e.gather(1, column.clamp(0, limit - 1)) * (column < limit)
  # among numbers a column below the limit is found; where weights are no numbers any will do: Java refuses its log-probability
  chosen = (block * $BLOCK + self.position_in(inside.to(uniforms).cumsum(1), wanted - before)).clamp_max(limit - 1)
  total = mass[:, -1] + e.narrow(1, limit, e.size(1) - limit).sum([1])
  return [chosen.squeeze(1), (e.gather(1, chosen).squeeze(1).to(uniforms).log() - total.log()).to(logits)]

def sample_truncated(self, logits: Tensor, uniforms: Tensor, k: int, p: float) -> Tensor:
  # the k most likely tokens, of these the smallest set with mass p; few candidates are enough unless the distribution is flat
  size = min(k if k > 0 else $CANDIDATES, logits.size(1))
  best, index = logits.topk(size, 1)
  if k > 0:
    share = best.softmax(1)
  else:
    lse = logits.logsumexp([1], True)
    share = (best - lse).exp()
    if share.sum([1]).min().item() < p:
      best, index = logits.sort(1, True)
      share = (best - lse).exp()
  share = share.to(uniforms)
  kept = share * (share.cumsum(1) - share < p)
  cumulative = kept.cumsum(1)
  return index.gather(1, self.position_in(cumulative, uniforms.unsqueeze(1) * cumulative[:, -1:])).squeeze(1)
