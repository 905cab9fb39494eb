package org.aihf.examples.scoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.torch.TorchRuntime;

/** Token log-probabilities of a causal language model. */
final class CausalRowScorer extends RowScorer {
  private final CausalLm model;

  CausalRowScorer(TorchRuntime runtime, Path directory, Tokenizer tokenizer, boolean appendEos) {
    super(directory, tokenizer, appendEos);
    this.model = CausalLm.load(runtime, directory, ModelOptions.frozen());
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(
      int[] ids, @JsonProperty("prompt_length") int promptLength, double[] logprobs, double sum) {}

  @Override
  List<Object> score(List<TokenSequence> sequences) {
    double[][][] logProbs = model.evaluate(sequences.stream().map(List::of).toList());
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      TokenSequence tokens = sequences.get(i);
      double[] each = finite(logProbs[i][0]);
      rows.add(new Row(ids(tokens), tokens.prompt().length, each, Arrays.stream(each).sum()));
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
