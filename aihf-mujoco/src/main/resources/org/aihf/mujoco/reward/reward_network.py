# r of steps: an ensemble of $MEMBERS small networks with ReLU, weights stacked.
# weights: for each layer W [members, in, out] and b [members, 1, out].

def bind(self, weights: List[Tensor]) -> Tensor:
  self.weights = weights
  return weights[0]

def bounded(self, r: Tensor) -> Tensor:
  $BOUNDED

def rewards(self, x: Tensor) -> Tensor:
  # x [n, in] -> [n]: mean over the members, less pessimism times their standard deviation
  w = self.weights
  layers = len(w) // 2
  if $MEMBERS == 1:
    h = x
    for i in range(layers - 1):
      h = torch.addmm(w[2 * i + 1][0], h, w[2 * i][0]).relu_()
    return self.bounded(torch.addmm(w[-1][0], h, w[-2][0]).squeeze(1))
  h = x.unsqueeze(0).expand([$MEMBERS, -1, -1])
  for i in range(layers - 1):
    h = torch.baddbmm(w[2 * i + 1], h, w[2 * i]).relu_()
  r = self.bounded(torch.baddbmm(w[-1], h, w[-2]).squeeze(2))
  mean = r.mean([0])
  if $PESSIMISM > 0.:
    mean = mean - (r - mean).square().mean([0]).sqrt() * $PESSIMISM
  return mean

def member_rewards(self, x: Tensor, member: Tensor) -> Tensor:
  # x [n, in] -> [n], of one member, with its graph
  m = int(member.item())
  w = self.weights
  h = x
  for i in range(len(w) // 2 - 1):
    h = torch.addmm(w[2 * i + 1][m], h, w[2 * i][m]).relu()
  return self.bounded(torch.addmm(w[-1][m], h, w[-2][m]).squeeze(1))

def backward(self, rewards: Tensor, coefficients: Tensor) -> Tensor:
  # adds the gradient of sum c r; both [n]
  torch.set_grad_enabled(True)
  rewards.backward(coefficients)
  torch.set_grad_enabled(False)
  return coefficients
