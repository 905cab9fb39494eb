package org.aihf.llm.generate;

import java.util.Arrays;
import org.aihf.random.RandomStream;

/** An answer in progress. */
final class Answer {
  private final int prompt;
  private final int promptLength;
  private final int limit;
  private final RandomStream random;
  private int[] ids = new int[16];
  private double[] logProbs = new double[16];
  private int size;
  private boolean stopped;
  private boolean finished;

  /**
   * @param prompt index of its prompt
   * @param limit most tokens
   */
  Answer(int prompt, int promptLength, int limit, RandomStream random) {
    this.prompt = prompt;
    this.promptLength = promptLength;
    this.limit = limit;
    this.random = random;
  }

  int prompt() {
    return prompt;
  }

  int promptLength() {
    return promptLength;
  }

  int limit() {
    return limit;
  }

  boolean isFinished() {
    return finished;
  }

  /** The random number of the next token; a finished answer draws no more. */
  double uniform() {
    return finished ? 0 : random.nextDouble();
  }

  /** Takes the next token, unless finished. */
  void add(int id, double logProb, GenerationConfig config) {
    if (finished) {
      return;
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      logProbs = Arrays.copyOf(logProbs, 2 * size);
    }
    ids[size] = id;
    logProbs[size] = logProb;
    size++;
    stopped = !config.ignoreStop() && config.stopIds().contains(id);
    finished = stopped || size == limit;
  }

  Generation generation() {
    return new Generation(Arrays.copyOf(ids, size), Arrays.copyOf(logProbs, size), stopped);
  }
}
