# One update of soft actor-critic (Haarnoja et al. 2018) with gradients by hand.
#
# Attributes, bound once and changed in place (S, A: sizes of observation and action; H, G: hidden layers):
#   actor       w1 [H, S] b1 [H] w2 [G, H] b2 [G] w3 [2A, G] b3 [2A]: mean, then log standard deviation before clamping
#   critics     w1 [2H, S+A] b1 [2H]: the first layers of both critics, one above the other
#               w2a [G, H] b2a [G] w2b [G, H] b2b [G] w3a [1, G] b3a [1] w3b [1, G] b3b [1]
#   targets     as critics
#   temperature log alpha [1]
#   *_m *_v     Adam's moments; steps [1] [1] [1]: updates of actor, critics, temperature
#   batch       states [2B, S]: observations, below them the next ones; pairs [B, S+A]: observation and action;
#               rewards [B]; discounts [B]: gamma, 0 where the episode terminated; noise [2B, A]: standard normal, rows as states
# Every update of libtorch's own generator is avoided: the same numbers in, the same weights out.

def bind(self, actor: List[Tensor], actor_m: List[Tensor], actor_v: List[Tensor], critics: List[Tensor], critics_m: List[Tensor], critics_v: List[Tensor], targets: List[Tensor], temperature: List[Tensor], temperature_m: List[Tensor], temperature_v: List[Tensor], steps: List[Tensor], batch: List[Tensor]) -> Tensor:
  self.actor = actor
  self.actor_m = actor_m
  self.actor_v = actor_v
  self.critics = critics
  self.critics_m = critics_m
  self.critics_v = critics_v
  self.targets = targets
  self.temperature = temperature
  self.temperature_m = temperature_m
  self.temperature_v = temperature_v
  self.steps = steps
  self.batch = batch
  return steps[0]

def receive(self, batch: List[Tensor]) -> Tensor:
  # a minibatch in the processor's memory, into that of a card
  own = self.batch
  for i in range(len(own)):
    own[i].copy_(batch[i])
  return self.steps[0]

def squash(self, out: Tensor, noise: Tensor) -> List[Tensor]:
  # out [N, 2A], noise [N, A] -> action [N, A], log pi [N], raw and clamped log standard deviation, standard deviation
  mean, raw, = torch.chunk(out, 2, 1)
  log_std = torch.clamp(raw, $LOG_STD_MIN, $LOG_STD_MAX)
  std = log_std.exp()
  u = torch.addcmul(mean, std, noise)
  # log(1 - tanh(u)^2) = 2 (log 2 - u - softplus(-2u)): exact where 1 - tanh(u)^2 rounds to zero
  log_slope = (0.6931471805599453 - u - torch.softplus(u * -2.)) * 2.
  log_pi = torch.sum(noise * noise * -0.5 - log_std - log_slope, [1]) - $HALF_LOG_TWO_PI * noise.size(1)
  return [torch.tanh(u), log_pi, raw, log_std, std]

def values(self, p: List[Tensor], x: Tensor) -> List[Tensor]:
  # x [N, S+A] -> hidden layers of both critics h1 [N, 2H], h1a, h1b, h2a, h2b, then Qa [N], Qb [N]
  h1 = self.affine_relu(x, p[0], p[1])
  h1a, h1b, = self.halves(h1)
  h2a = self.affine_relu(h1a, p[2], p[3])
  h2b = self.affine_relu(h1b, p[4], p[5])
  qa = torch.addmv(p[7], h2a, p[6].view([-1]))
  qb = torch.addmv(p[9], h2b, p[8].view([-1]))
  return [h1, h1a, h1b, h2a, h2b, qa, qb]

def hidden_gradient(self, d: Tensor, w3: Tensor, h2: Tensor) -> Tensor:
  # d [N] = dL/dQ of one critic -> dL/d(second layer before relu) [N, G]
  return torch.threshold_backward(d.unsqueeze(1) * w3, h2, 0)

def adam(self, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], step: Tensor, rate: float) -> Tensor:
  step.add_(1.)
  torch._fused_adamw_(p, g, m, v, [], [step for x in p], lr=rate, beta1=0.9, beta2=0.999, weight_decay=0., eps=1e-08, amsgrad=False, maximize=False)
  return step

def critics_step(self, next_action: Tensor, next_log_pi: Tensor, alpha: Tensor) -> List[Tensor]:
  # towards y = r + gamma (min target Q(s', a') - alpha log pi(a'|s')); loss: (mse_a + mse_b) / 2
  states = self.batch[0]
  x = self.batch[1]
  n = x.size(0)
  t = self.values(self.targets, torch.cat([states.narrow(0, n, n), next_action], 1))
  y = torch.addcmul(self.batch[2], self.batch[3], torch.minimum(t[5], t[6]) - alpha * next_log_pi)
  p = self.critics
  q = self.values(p, x)
  ea = q[5] - y
  eb = q[6] - y
  da = ea * (1. / float(n))
  db = eb * (1. / float(n))
  ga = self.hidden_gradient(da, p[6], q[3])
  gb = self.hidden_gradient(db, p[8], q[4])
  g1 = torch.threshold_backward(torch.cat([self.input_gradient(ga, p[2]), self.input_gradient(gb, p[4])], 1), q[0], 0)
  gradient = [self.weight_gradient(g1, x), torch.sum(g1, [0]), self.weight_gradient(ga, q[1]), torch.sum(ga, [0]), self.weight_gradient(gb, q[2]), torch.sum(gb, [0]), torch.mv(q[3].t(), da).unsqueeze(0), torch.sum(da, [0], True), torch.mv(q[4].t(), db).unsqueeze(0), torch.sum(db, [0], True)]
  self.adam(p, gradient, self.critics_m, self.critics_v, self.steps[1], $CRITIC_LEARNING_RATE)
  loss = (torch.dot(ea, ea) + torch.dot(eb, eb)) * (0.5 / float(n))
  return [loss, torch.mean(q[5]), torch.mean(y)]

def actor_descent(self, do: Tensor, h1: Tensor, h2: Tensor, s: Tensor) -> Tensor:
  # do [B, 2A] = dL/d(output layer), states s [B, S]
  w = self.actor
  g2 = torch.threshold_backward(torch.mm(do, w[4]), h2, 0)
  g1 = torch.threshold_backward(self.input_gradient(g2, w[2]), h1, 0)
  gradient = [self.weight_gradient(g1, s), torch.sum(g1, [0]), self.weight_gradient(g2, h1), torch.sum(g2, [0]), torch.mm(do.t(), h2), torch.sum(do, [0])]
  return self.adam(w, gradient, self.actor_m, self.actor_v, self.steps[0], $LEARNING_RATE)

def actor_step(self, z: List[Tensor], noise: Tensor, alpha: Tensor) -> Tensor:
  # descends mean(alpha log pi - min Q); z: what forward_actor() says of the observations
  h1, h2, action, log_pi, raw, log_std, std, = z
  s = self.batch[0].narrow(0, 0, action.size(0))
  n = float(action.size(0))
  p = self.critics
  q = self.values(p, torch.cat([s, action], 1))
  first = torch.le(q[5], q[6]).to(6) * (-1. / n)
  ga = self.hidden_gradient(first, p[6], q[3])
  gb = self.hidden_gradient(-1. / n - first, p[8], q[4])
  g1 = torch.threshold_backward(torch.cat([self.input_gradient(ga, p[2]), self.input_gradient(gb, p[4])], 1), q[0], 0)
  da = torch.mm(g1, p[0].narrow(1, s.size(1), action.size(1)))
  weight = alpha * (1. / n)
  # d tanh(u) = 1 - a^2; d log pi / du = 2a
  du = da * (1. - action * action) + action * (2. * weight)
  dls = torch.where(torch.eq(raw, log_std), du * std * noise - weight, torch.zeros_like(du))
  self.actor_descent(torch.cat([du, dls], 1), h1, h2, s)
  return torch.mean(alpha * log_pi - torch.minimum(q[5], q[6]))

def track(self) -> Tensor:
  torch._foreach_lerp_(self.targets, self.critics, $TAU)
  return self.targets[0]

def forward_actor(self) -> List[Tensor]:
  # all 2B states at once: hidden layers, then what squash() gives
  w = self.actor
  h1 = self.affine_relu(self.batch[0], w[0], w[1])
  h2 = self.affine_relu(h1, w[2], w[3])
  return [h1, h2] + self.squash(torch.linear(h2, w[4], w[5]), self.batch[4])

def update_critics(self) -> Tensor:
  # as update(), without actor and temperature
  n = self.batch[1].size(0)
  z = self.forward_actor()
  alpha = self.temperature[0].exp()
  mean_log_pi = torch.mean(z[3].narrow(0, 0, n))
  critic = self.critics_step(z[2].narrow(0, n, n), z[3].narrow(0, n, n), alpha)
  self.track()
  return torch.stack([critic[0], critic[1], critic[2], torch.zeros_like(mean_log_pi), mean_log_pi, alpha[0]])

def update(self) -> Tensor:
  # -> critic loss, mean Qa, mean y, actor loss, mean log pi, alpha before the update [6]
  n = self.batch[1].size(0)
  z = self.forward_actor()
  alpha = self.temperature[0].exp()
  mean_log_pi = torch.mean(z[3].narrow(0, 0, n))
  critic = self.critics_step(z[2].narrow(0, n, n), z[3].narrow(0, n, n), alpha)
  if $AUTOMATIC:
    self.adam(self.temperature, [(mean_log_pi * -1. - $TARGET_ENTROPY).unsqueeze(0)], self.temperature_m, self.temperature_v, self.steps[2], $LEARNING_RATE)
  actor = self.actor_step([x.narrow(0, 0, n) for x in z], self.batch[4].narrow(0, 0, n), alpha)
  self.track()
  return torch.stack([critic[0], critic[1], critic[2], actor, mean_log_pi, alpha[0]])

def act(self, states: Tensor, noise: Tensor) -> Tensor:
  # states [N, S], noise [N, A], zero: the mode -> actions in (-1, 1) [N, A]
  w = self.actor
  h1 = torch.relu_(torch.linear(states, w[0], w[1]))
  h2 = torch.relu_(torch.linear(h1, w[2], w[3]))
  return (self.squash(torch.linear(h2, w[4], w[5]), noise))[0]

def log_density(self, states: Tensor, noise: Tensor) -> Tensor:
  # log pi of the actions that act() gives [N]
  w = self.actor
  h1 = torch.relu_(torch.linear(states, w[0], w[1]))
  h2 = torch.relu_(torch.linear(h1, w[2], w[3]))
  return (self.squash(torch.linear(h2, w[4], w[5]), noise))[1]

def clone(self) -> Tensor:
  # behaviour cloning: descends the mean of -log pi of the batch's own actions -> that mean
  x = self.batch[1]
  w = self.actor
  s = self.batch[0].narrow(0, 0, x.size(0))
  a = torch.clamp(x.narrow(1, s.size(1), x.size(1) - s.size(1)), -0.999999, 0.999999)
  h1 = self.affine_relu(s, w[0], w[1])
  h2 = self.affine_relu(h1, w[2], w[3])
  mean, raw, = torch.chunk(torch.linear(h2, w[4], w[5]), 2, 1)
  log_std = torch.clamp(raw, $LOG_STD_MIN, $LOG_STD_MAX)
  scale = torch.exp(log_std * -1.)
  e = (torch.atanh(a) - mean) * scale
  loss = torch.mean(torch.sum(e * e * 0.5 + log_std + torch.log1p(a * a * -1.), [1])) + $HALF_LOG_TWO_PI * a.size(1)
  weight = 1. / float(x.size(0))
  dls = torch.where(torch.eq(raw, log_std), (e * e * -1. + 1.) * weight, torch.zeros_like(e))
  self.actor_descent(torch.cat([e * scale * (weight * -1.), dls], 1), h1, h2, s)
  return loss.view([1])
