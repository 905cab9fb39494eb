# Scores of whole sequences, read off the hidden state of one token of each; the head's file has `label_scores`.

def sequence_scores(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor]) -> Tensor:
  # [sequences, labels]; rows: the token of each sequence that is read
  h = self.hidden(ids, positions, rows, plan, annotate(List[Tensor], []))
  return self.label_scores(h)

def sequence_scores_with_graph(self, ids: Tensor, positions: Tensor, rows: Tensor, plan: List[Tensor]) -> List[Tensor]:
  # [scores, leaf], both for sequence_backward
  h, leaf = self.hidden_with_graph(ids, positions, rows, plan)
  return [self.label_scores(h), leaf]

def sequence_backward(self, ids: Tensor, coefficients: Tensor, saved: List[Tensor]) -> Tensor:
  # coefficients [sequences, labels]
  torch.set_grad_enabled(True)
  saved[0].backward(coefficients)
  torch.set_grad_enabled(False)
  return self.accumulate_embedding(ids, saved[1])
