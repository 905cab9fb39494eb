package org.aihf.rl;

/**
 * PPO's clipped value loss, ½ max((V − G)², (clip(V, V_old ± ε) − G)²): V gains nothing by moving
 * further than ε from where it was at the rollout (OpenAI's baselines; TRL, OpenRLHF and verl).
 *
 * @param epsilon ε &gt; 0; infinity for the plain squared error
 */
public record ClippedValueLoss(double epsilon) {
  /** ε = 0.2: TRL's, trlx's and torchtune's. */
  public static final ClippedValueLoss DEFAULT = new ClippedValueLoss(0.2);

  public ClippedValueLoss {
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon must be > 0 (infinity: none), not " + epsilon);
    }
  }

  /**
   * The loss of one state.
   *
   * @param value V now
   * @param oldValue V at the rollout
   * @param target the return G
   */
  public double value(double value, double oldValue, double target) {
    double error = value - target;
    double clippedError = clipped(value, oldValue) - target;
    return Math.max(error * error, clippedError * clippedError) / 2;
  }

  /** ∂loss/∂V: V − G, or 0 where the clip holds. */
  public double slope(double value, double oldValue, double target) {
    return clips(value, oldValue, target) ? 0 : value - target;
  }

  /** Whether V has already moved as far towards the return as it may. */
  public boolean clips(double value, double oldValue, double target) {
    return Math.abs(clipped(value, oldValue) - target) > Math.abs(value - target);
  }

  private double clipped(double value, double oldValue) {
    return Math.max(oldValue - epsilon, Math.min(oldValue + epsilon, value));
  }
}
