# Attention over packed tokens: x is [N, ...] with no padding; rows are gathered into rectangles for the attention alone.
#
# A plan says how tokens form sequences. A stem attends to itself, causally; a branch attends to its whole stem and, causally, to
# itself; a sliding window hides what lies further back. A single sequence is a stem; several answers to one prompt are branches.
#   [stem]                                   every stem has the same length, tokens lie in order; stem [G, P] (only its shape is read)
#   [stem, out]                              stem [G, P] token of each cell (any token where a stem is shorter: later cells never show
#                                            in earlier ones); out [N] cell of each token
#   [stem, out, query, key, lengths]         query [S, R] tokens of each branch, key [S, P + R] tokens of its stem, then its own;
#                                            lengths [S] of their stems; cells of branches follow those of stems in out
#   [stem, out, lengths]                     of an encoder, which looks both ways: lengths [G] of the stems
# `with_masks` makes of it, once per pass, [stem, stem mask, out, query, key, branch mask] as far as there are such parts; an empty
# stem mask stands for the causal one.

def gather(self, x: Tensor, index: Tensor) -> Tensor:
  # x [N, heads, size], index [G, P] -> [G, heads, P, size]; an embedding, because its backward is faster than index_select's
  rows = torch.embedding(x.reshape(x.size(0), -1), index)
  return rows.view(index.size(0), index.size(1), x.size(1), x.size(2)).transpose(1, 2)

def all_heads(self, x: Tensor) -> Tensor:
  # [B, key-value heads, T, size] -> [B, heads, T, size]
  if $KEY_VALUE_HEADS == $HEADS:
    return x
  each = $HEADS // $KEY_VALUE_HEADS
  y = x.unsqueeze(2).expand(x.size(0), x.size(1), each, x.size(2), x.size(3))
  return y.reshape(x.size(0), $HEADS, x.size(2), x.size(3))

def as_mask(self, allowed: Tensor) -> Tensor:
  # 0 where a query may look, -inf elsewhere
  return torch.zeros(allowed.size(), device=allowed.device).masked_fill_(allowed.logical_not(), float("-inf"))

def stem_mask(self, stem: Tensor) -> Tensor:
  # [P, P] where a sliding window is shorter than the stems, else empty
  if $WINDOW == 0 or stem.size(1) <= $WINDOW:
    return torch.zeros([0], device=stem.device)
  position = torch.arange(stem.size(1), device=stem.device)
  back = position.unsqueeze(1) - position.unsqueeze(0)
  return self.as_mask((back >= 0) & (back < $WINDOW))

def branch_mask(self, plan: List[Tensor]) -> Tensor:
  # [S, 1, R, P + R]
  stem, rows, lengths = plan[0].size(1), plan[2].size(1), plan[4].unsqueeze(1)
  column = torch.arange(stem + rows, device=lengths.device).unsqueeze(0)
  row = torch.arange(rows, device=lengths.device)
  in_branch = (column >= stem) & (column - stem <= row.unsqueeze(1))
  allowed = (column < lengths).unsqueeze(1) | in_branch.unsqueeze(0)
  if $WINDOW > 0:
    key = torch.where(column < stem, column, column - stem + lengths)
    back = (row.unsqueeze(0) + lengths).unsqueeze(2) - key.unsqueeze(1)
    allowed = allowed & (back < $WINDOW)
  return self.as_mask(allowed.unsqueeze(1))

def with_masks(self, plan: List[Tensor]) -> List[Tensor]:
  if len(plan) == 0:
    return plan
  if $BOTH_WAYS:
    column = torch.arange(plan[0].size(1), device=plan[0].device)
    mask = self.as_mask((column.unsqueeze(0) < plan[2].unsqueeze(1)).unsqueeze(1).unsqueeze(1))
    return [plan[0], mask, plan[1]]
  masked = [plan[0], self.stem_mask(plan[0])]
  if len(plan) > 1:
    masked.append(plan[1])
  if len(plan) > 2:
    masked = masked + [plan[2], plan[3], self.branch_mask(plan)]
  return masked

def attention(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
  # q [B, heads, R, size], k and v [B, key-value heads, T, size]
  if mask.numel() == 0:
    return torch.scaled_dot_product_attention(q, self.all_heads(k), self.all_heads(v), None, 0., True)
  return torch.scaled_dot_product_attention(q, self.all_heads(k), self.all_heads(v), mask)

def attend_packed(self, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor]) -> Tensor:
  # q [N, heads, size], k and v [N, key-value heads, size] -> [N, heads * size]
  n, stem = q.size(0), plan[0]
  groups, length = stem.size(0), stem.size(1)
  if len(plan) == 2:
    shape = [groups, length, -1, $HEAD_SIZE]
    y = self.attention(q.view(shape).transpose(1, 2), k.view(shape).transpose(1, 2), v.view(shape).transpose(1, 2), plan[1])
    return y.transpose(1, 2).reshape(n, -1)
  y = self.attention(self.gather(q, stem), self.gather(k, stem), self.gather(v, stem), plan[1])
  cells = y.transpose(1, 2).reshape(groups * length, -1)
  if len(plan) > 3:
    b = self.attention(self.gather(q, plan[3]), self.gather(k, plan[4]), self.gather(v, plan[4]), plan[5])
    cells = torch.cat([cells, b.transpose(1, 2).reshape(plan[3].numel(), -1)])
  return torch.embedding(cells, plan[2])

def attend_cached(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, keys: Tensor, values: Tensor) -> Tensor:
  # One token a row: q [B, heads, size]; keys and values [B, key-value heads, T, size] get k and v in the mask's last column;
  # mask [B, 1, 1, t] is 0 where a row has a token. Query heads of one key-value head go as its rows. Rows are aligned at the right,
  # so a sliding window is the last columns of all.
  t = mask.size(3)
  keys.select(2, t - 1).copy_(k)
  values.select(2, t - 1).copy_(v)
  seen = min(t, $WINDOW) if $WINDOW > 0 else t
  y = torch.scaled_dot_product_attention(
      q.reshape(q.size(0), $KEY_VALUE_HEADS, -1, $HEAD_SIZE), keys.narrow(2, t - seen, seen), values.narrow(2, t - seen, seen),
      mask.narrow(3, t - seen, seen))
  return y.reshape(q.size(0), -1)

def attend(self, i: int, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor], cache: List[Tensor]) -> Tensor:
  # cache: [] in training; [cells, keys 0, values 0, keys 1, ...] when a prompt is read, cells [B, P] the token of each cache cell;
  # [mask, keys 0, ...] and no plan when one token is added to each row
  if len(cache) == 0:
    return self.attend_packed(q, k, v, plan)
  keys, values = cache[2 * i + 1], cache[2 * i + 2]
  if len(plan) == 0:
    return self.attend_cached(q, k, v, cache[0], keys, values)
  keys.narrow(2, 0, cache[0].size(1)).copy_(self.gather(k, cache[0]))
  values.narrow(2, 0, cache[0].size(1)).copy_(self.gather(v, cache[0]))
  return self.attend_packed(q, k, v, plan)

def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  # x [N, heads, size]; cos and sin [N, 1, rotary / 2]: halves, not pairs, of the first `rotary` numbers turn
  # Split, not sliced: the backward of a slice fills a tensor of zeros for every dimension it names.
  half = cos.size(2)
  a, b, rest, = torch.split_with_sizes(x, [half, half, x.size(2) - 2 * half], 2)
  return torch.cat([a * cos - b * sin, b * cos + a * sin, rest], 2)
