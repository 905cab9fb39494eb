package org.aihf.llm.recipe;

import org.aihf.llm.ClassifierReward;

/** A given reward: one summand of a weighted sum. The key {@code type} names its kind. */
public sealed interface RewardTerm {
  /** Factor of its scores; negative for a penalty. */
  double weight();

  /**
   * A sequence classifier, such as a published reward model or a sentiment classifier.
   *
   * @param directory Hugging Face directory with its own tokenizer
   * @param label index of the label whose score is the reward
   * @param input what the model reads of prompt and completion
   * @param weight factor of the scores; negative for a penalty
   */
  record Model(String directory, int label, ClassifierReward.Input input, double weight)
      implements RewardTerm {
    static Model defaults() {
      return new Model("", 0, ClassifierReward.Input.JOINED, 1);
    }
  }

  /**
   * A program that reads rows {prompt, completion} and prints one number per row.
   *
   * @param command program and arguments, split at blanks
   * @param weight factor of the scores; negative for a penalty
   */
  record Command(String command, double weight) implements RewardTerm {
    static Command defaults() {
      return new Command("", 1);
    }
  }

  /**
   * A server that answers {prompts, completions} with {scores}.
   *
   * @param url http or https
   * @param timeoutSeconds for connecting and for each answer
   * @param retries further attempts after the first
   * @param weight factor of the scores; negative for a penalty
   */
  record Http(String url, double timeoutSeconds, int retries, double weight) implements RewardTerm {
    static Http defaults() {
      return new Http("", 60, 3, 1);
    }
  }
}
