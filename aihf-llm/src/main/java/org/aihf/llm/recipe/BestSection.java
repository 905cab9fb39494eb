package org.aihf.llm.recipe;

/**
 * The best of a run: kept beside the last, and the end of a run that no longer gets better (early
 * stopping). Off without a metric. The measurement before the first update counts as well.
 *
 * @param metric what best means: a metric of evaluations such as {@code eval/true_reward}, or of
 *     every iteration (direct methods and {@code reward}: update) such as {@code loss}. A minus
 *     before it turns it round: {@code -loss}, the least is best. The best policy goes to {@code
 *     checkpoints/policy-best} ({@code reward}: the best reward model to {@code
 *     checkpoints/reward-best})
 * @param patience measurements without a gain after which the run stops; 0: it never does
 * @param minimumGain by how much the best must be exceeded for patience to begin anew
 */
public record BestSection(String metric, int patience, double minimumGain) {
  static BestSection defaults() {
    return new BestSection("", 0, 0);
  }

  boolean isOn() {
    return !metric.isEmpty();
  }

  /** The metric's name, without a sign. */
  String name() {
    return metric.startsWith("-") ? metric.substring(1) : metric;
  }

  /** Whether evaluations measure it. */
  boolean ofEvaluations() {
    return name().startsWith("eval/");
  }

  /** Higher is better. */
  double quality(double value) {
    return metric.startsWith("-") ? -value : value;
  }
}
