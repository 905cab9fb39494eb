# Label scores through a hidden layer. Last weights: w [hidden, hidden], b, w [labels, hidden], b.

def label_scores(self, h: Tensor) -> Tensor:
  # h [M, hidden] -> [M, labels]
  pooled = torch.$ACTIVATION(torch.linear(h, self.weights[-4], self.weights[-3]))
  return torch.linear(pooled, self.weights[-2], self.weights[-1])
