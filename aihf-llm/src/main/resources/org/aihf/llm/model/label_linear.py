# Label scores as one linear map. Last weights: w [labels, hidden], b [labels] or empty.

def label_scores(self, h: Tensor) -> Tensor:
  # h [M, hidden] -> [M, labels]
  scores = torch.linear(h, self.weights[-2])
  return scores + self.weights[-1] if self.weights[-1].numel() > 0 else scores
