package org.aihf.examples.reviews;

import org.aihf.data.Preference;
import org.aihf.objective.Sigmoid;
import org.aihf.random.RandomStream;

/**
 * A noisy human: prefers {@code a} to {@code b} with the Bradley-Terry-Luce probability σ((R(a) −
 * R(b)) / temperature) of the true reward (paper, Section 2).
 *
 * @param temperature reward units per unit of log-odds; larger is noisier
 */
public record PreferenceRater(double temperature) {
  public PreferenceRater {
    if (!(temperature > 0) || !Double.isFinite(temperature)) {
      throw new IllegalArgumentException("temperature must be finite and > 0, not " + temperature);
    }
  }

  /**
   * The human's choice.
   *
   * @throws IllegalArgumentException if the two answer different prompts
   */
  public Preference<Review> choose(Review a, Review b, RandomStream random) {
    if (!a.prompt().equals(b.prompt())) {
      throw new IllegalArgumentException(
          "a preference compares answers to one prompt, not to \"%s\" and \"%s\""
              .formatted(a.prompt(), b.prompt()));
    }
    double gap = trueGap(a, b);
    boolean first = random.nextDouble() < Sigmoid.of(gap / temperature);
    return first ? Preference.of(a, b) : Preference.of(b, a);
  }

  /** True reward of the chosen minus that of the rejected: negative where the human erred. */
  public static double trueGap(Preference<Review> preference) {
    return trueGap(preference.chosen(), preference.rejected());
  }

  private static double trueGap(Review a, Review b) {
    return TrueReward.evaluate(a).total() - TrueReward.evaluate(b).total();
  }
}
