package org.aihf.llm.model;

import java.util.Arrays;

/**
 * One prompt and one answer as token ids. Either may be empty, not both. The arrays are shared, not
 * copied: treat them as immutable.
 *
 * @param prompt ids the model is conditioned on
 * @param completion ids whose log-probabilities are the scalars of a causal model, in order; holds
 *     the end-of-sequence id where that is an action
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSequence(int[] prompt, int[] completion) {
  public TokenSequence {
    if (prompt.length + completion.length == 0) {
      throw new IllegalArgumentException("a token sequence needs at least one id");
    }
  }

  /** Number of ids of prompt and completion together. */
  public int length() {
    return prompt.length + completion.length;
  }

  /** The same ids as one completion of an empty prompt. */
  TokenSequence asCompletion() {
    int[] ids = Arrays.copyOf(prompt, length());
    System.arraycopy(completion, 0, ids, prompt.length, completion.length);
    return new TokenSequence(new int[0], ids);
  }

  /** The id at a position of prompt + completion. */
  public int id(int position) {
    return position < prompt.length ? prompt[position] : completion[position - prompt.length];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSequence that
        && Arrays.equals(prompt, that.prompt)
        && Arrays.equals(completion, that.completion);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prompt) + Arrays.hashCode(completion);
  }

  @Override
  public String toString() {
    return "TokenSequence[" + Arrays.toString(prompt) + " -> " + Arrays.toString(completion) + "]";
  }
}
