# Attention over packed tokens: x is [N, ...] with no padding; rows are gathered into rectangles for the attention alone.
#
# A plan says how tokens form sequences. A stem attends to itself, causally; a branch attends to its whole stem and, causally, to
# itself. A single sequence is a stem; several answers to one prompt are branches of it.
#   [stem]                                   every stem has the same length, tokens lie in order; stem [G, P] (only its shape is read)
#   [stem, out]                              stem [G, P] token of each cell (any token where a stem is shorter: later cells never show
#                                            in earlier ones); out [N] cell of each token
#   [stem, out, query, key, lengths]         query [S, R] tokens of each branch, key [S, P + R] tokens of its stem, then its own;
#                                            lengths [S] of their stems; cells of branches follow those of stems in out

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

def branch_mask(self, plan: List[Tensor]) -> Tensor:
  # [S, 1, R, P + R]: 0 where a branch's token may look, -inf elsewhere
  stem, rows = plan[0].size(1), plan[2].size(1)
  column = torch.arange(stem + rows)
  in_stem = column.unsqueeze(0) < plan[4].unsqueeze(1)
  in_branch = (column.unsqueeze(0) >= stem) & (column.unsqueeze(0) - stem <= torch.arange(rows).unsqueeze(1))
  allowed = in_stem.unsqueeze(1) | in_branch.unsqueeze(0)
  return torch.zeros([allowed.size(0), 1, rows, stem + rows]).masked_fill_(allowed.logical_not().unsqueeze(1), float("-inf"))

def attend_packed(self, q: Tensor, k: Tensor, v: Tensor, plan: List[Tensor]) -> Tensor:
  # q [N, heads, size], k and v [N, key-value heads, size] -> [N, heads * size]
  n, stem = q.size(0), plan[0]
  groups, length = stem.size(0), stem.size(1)
  if len(plan) == 1:
    shape = [groups, length, -1, $HEAD_SIZE]
    y = torch.scaled_dot_product_attention(
        q.view(shape).transpose(1, 2), self.all_heads(k.view(shape).transpose(1, 2)),
        self.all_heads(v.view(shape).transpose(1, 2)), None, 0., True)
    return y.transpose(1, 2).reshape(n, -1)
  y = torch.scaled_dot_product_attention(
      self.gather(q, stem), self.all_heads(self.gather(k, stem)), self.all_heads(self.gather(v, stem)), None, 0., True)
  cells = y.transpose(1, 2).reshape(groups * length, -1)
  if len(plan) > 2:
    b = torch.scaled_dot_product_attention(
        self.gather(q, plan[2]), self.all_heads(self.gather(k, plan[3])), self.all_heads(self.gather(v, plan[3])), plan[4])
    cells = torch.cat([cells, b.transpose(1, 2).reshape(plan[2].numel(), -1)])
  return torch.embedding(cells, plan[1])

def attend_cached(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor, keys: Tensor, values: Tensor) -> Tensor:
  # One token a row: q [B, heads, size]; keys and values [B, key-value heads, T, size] get k and v in the mask's last column;
  # mask [B, 1, 1, t] is 0 where a row has a token. Query heads of one key-value head go as its rows.
  t = mask.size(3)
  keys.select(2, t - 1).copy_(k)
  values.select(2, t - 1).copy_(v)
  y = torch.scaled_dot_product_attention(
      q.reshape(q.size(0), $KEY_VALUE_HEADS, -1, $HEAD_SIZE), keys.narrow(2, 0, t), values.narrow(2, 0, t), mask)
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
  half = cos.size(2)
  a, b = x[:, :, :half], x[:, :, half:2 * half]
  parts = [a * cos - b * sin, b * cos + a * sin]
  if 2 * half < x.size(2):
    parts.append(x[:, :, 2 * half:])
  return torch.cat(parts, 2)
