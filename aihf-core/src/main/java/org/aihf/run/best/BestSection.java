package org.aihf.run.best;

import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The best of a run: kept beside the last, and the end of a run that no longer gets better (early
 * stopping) or is good enough. Off without a metric. The measurement before the first update counts
 * as well.
 *
 * @param metric what best means: a metric of evaluations such as {@code eval/true_reward}, or of
 *     every iteration (direct methods and {@code reward}: update) such as {@code loss}; in control
 *     of evaluations only. A minus before it turns it round: {@code -loss}, the least is best. The
 *     best policy goes to {@code checkpoints/policy-best} ({@code reward}: the best reward model to
 *     {@code checkpoints/reward-best})
 * @param patience measurements without a gain after which the run stops; 0: it never does
 * @param minimumGain by how much the best must be exceeded for patience to begin anew
 * @param stopAt value of the metric at which the run stops, being good enough; empty: none is
 */
public record BestSection(
    String metric, int patience, double minimumGain, @Nullable Double stopAt) {
  public static BestSection defaults() {
    return new BestSection("", 0, 0, null);
  }

  /**
   * @throws UserError naming the key that is out of range or does nothing
   */
  public void check() {
    if (patience < 0) {
      throw new UserError(
          "option 'best.patience' is %d; it must be at least 0".formatted(patience));
    }
    if (!(minimumGain >= 0) || Double.isInfinite(minimumGain)) {
      throw new UserError(
          "option 'best.minimum_gain' is %s; it must be a finite number of at least 0"
              .formatted(minimumGain));
    }
    if (stopAt != null && Double.isInfinite(stopAt)) {
      throw new UserError(
          "option 'best.stop_at' is %s; it must be a finite number, or left out".formatted(stopAt));
    }
    if (!isOn() && (patience > 0 || stopAt != null)) {
      throw new UserError(
          "option 'best.%s' needs 'best.metric': what to wait for, such as eval/true_reward"
              .formatted(patience > 0 ? "patience" : "stop_at"));
    }
  }

  /** Whether there is something to watch. */
  public boolean isOn() {
    return !metric.isEmpty();
  }

  /** The metric's name, without a sign. */
  public String name() {
    return metric.startsWith("-") ? metric.substring(1) : metric;
  }

  /** Whether evaluations measure it. */
  public boolean ofEvaluations() {
    return name().startsWith("eval/");
  }

  /** Higher is better. */
  double quality(double value) {
    return metric.startsWith("-") ? -value : value;
  }
}
