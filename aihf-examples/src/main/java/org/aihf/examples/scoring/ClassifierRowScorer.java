package org.aihf.examples.scoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.torch.TorchRuntime;

/** Scores of a sequence classifier, such as a reward model, at the last token. */
final class ClassifierRowScorer extends RowScorer {
  private final SequenceClassifier model;

  ClassifierRowScorer(
      TorchRuntime runtime, Path directory, Tokenizer tokenizer, boolean appendEos) {
    super(directory, tokenizer, appendEos);
    this.model = SequenceClassifier.load(runtime, directory, ModelOptions.frozen());
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(double[] scores, double score) {}

  @Override
  List<Object> score(List<TokenSequence> sequences) {
    List<Object> rows = new ArrayList<>();
    for (double[] scores : model.labelScores(sequences)) {
      rows.add(new Row(finite(scores), scores[0]));
    }
    return rows;
  }

  @Override
  LmConfig config() {
    return model.config();
  }

  @Override
  public void close() {
    model.close();
    super.close();
  }
}
