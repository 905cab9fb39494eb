package org.aihf.llm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.llm.model.BertConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.reward.RewardFunction;
import org.aihf.torch.TorchRuntime;

/**
 * A sequence classifier as a reward that stays: the score of one of its labels.
 *
 * <p>A judge has a tokenizer of its own. Ids of the policy's mean other texts to it, so answers go
 * through text unless both tokenizers give the same ids.
 */
public final class ClassifierReward implements RewardFunction<Completion>, AutoCloseable {
  private final SequenceClassifier model;
  private final Tokenizer tokenizer;
  private final Input input;
  private final boolean sharesTokenizer;
  private final boolean ownsModel;

  /** What of prompt and completion the judge reads. */
  public enum Input {
    /** The completion right after its prompt. */
    JOINED,
    /** The completion alone. */
    COMPLETION,
    /** Two texts, as the tokenizer's template joins a pair. */
    PAIR
  }

  /**
   * A judge that reads the completion after its prompt.
   *
   * @param model stays the caller's to close
   * @param tokenizer the judge's own
   * @param policyTokenizer the one that made {@link Completion#tokens()}
   */
  public ClassifierReward(
      SequenceClassifier model, Tokenizer tokenizer, Tokenizer policyTokenizer) {
    this(model, tokenizer, policyTokenizer, Input.JOINED, false);
  }

  private ClassifierReward(
      SequenceClassifier model,
      Tokenizer tokenizer,
      Tokenizer policyTokenizer,
      Input input,
      boolean ownsModel) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.input = input;
    this.sharesTokenizer =
        input == Input.JOINED
            && !model.looksBothWays()
            && tokenizer.fingerprint().equals(policyTokenizer.fingerprint());
    this.ownsModel = ownsModel;
  }

  /**
   * Opens a judge's directory; close it.
   *
   * @param label index of the label whose score is the reward
   * @throws UserError if the directory holds no classifier, or one that cannot read pairs
   */
  public static ClassifierReward open(
      TorchRuntime runtime,
      Path directory,
      int label,
      Input input,
      Tokenizer policyTokenizer,
      ModelOptions options) {
    Tokenizer tokenizer = Tokenizer.load(directory);
    try {
      SequenceClassifier model =
          SequenceClassifier.load(runtime, directory, label, options.asFrozen());
      boolean typed = model.config() instanceof BertConfig bert && bert.tokenTypes() > 0;
      if (input == Input.PAIR && (typed || !model.looksBothWays())) {
        model.close();
        throw new UserError(
            directory
                + " cannot read pairs here; input 'pair' is for encoders without token types (DistilBERT), use 'joined'");
      }
      return new ClassifierReward(model, tokenizer, policyTokenizer, input, true);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Neighbours that answer the same prompt share its computation. */
  @Override
  public double[] score(List<Completion> completions) {
    List<List<TokenSequence>> groups = new ArrayList<>();
    String groupPrompt = null;
    for (Completion completion : completions) {
      if (!completion.prompt().equals(groupPrompt)) {
        groups.add(new ArrayList<>());
        groupPrompt = completion.prompt();
      }
      groups.get(groups.size() - 1).add(input(completion));
    }
    return Arrays.stream(model.evaluate(groups))
        .flatMap(Arrays::stream)
        .mapToDouble(scalars -> scalars[0])
        .toArray();
  }

  /** An answer as the judge reads it. */
  TokenSequence input(Completion completion) {
    if (sharesTokenizer) {
      return completion.tokens();
    }
    String prompt = input == Input.COMPLETION ? "" : completion.prompt();
    if (!model.looksBothWays()) {
      return tokenizer.encode(prompt, completion.text(), completion.finished());
    }
    int[] ids =
        input == Input.PAIR
            ? tokenizer.encodePair(prompt, completion.text())
            : tokenizer.encode(prompt + completion.text(), true);
    return new TokenSequence(new int[0], ids);
  }

  @Override
  public void close() {
    if (ownsModel) {
      model.close();
      tokenizer.close();
    }
  }
}
