# Scores of whole sequences, read off the hidden state of their last token.

def sequence_scores(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor]) -> Tensor:
  # [sequences, labels]; rows: the last token of each sequence
  h = self.hidden(ids, positions, rows, plan, annotate(List[Tensor], []))
  return torch.linear(h, self.weights[-1])

def sequence_scores_with_graph(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor]) -> List[Tensor]:
  # [scores, leaf], both for sequence_backward
  h, leaf = self.hidden_with_graph(ids, positions, rows, plan)
  return [torch.linear(h, self.weights[-1]), leaf]

def sequence_backward(self, ids: Tensor, coefficients: Tensor, saved: List[Tensor]) -> Tensor:
  # coefficients [sequences, labels]
  torch.set_grad_enabled(True)
  saved[0].backward(coefficients)
  torch.set_grad_enabled(False)
  return self.accumulate_embedding(ids, saved[1])
