package org.aihf.mujoco.reward;

/**
 * A bound on one step's raw reward.
 *
 * @param limit rewards are in [-limit, limit]; without meaning for {@link Kind#NONE}
 */
public record OutputBound(Kind kind, double limit) {
  /** How the bound is kept. */
  public enum Kind {
    NONE,
    /** Cut off; no gradient outside, so that what was driven there stays there. */
    CLAMP,
    /** limit · tanh(r / limit): a gradient everywhere. */
    TANH
  }

  public OutputBound {
    if (kind != Kind.NONE && !(limit > 0 && Double.isFinite(limit))) {
      throw new IllegalArgumentException("limit is " + limit + "; it must be positive and finite");
    }
  }

  public static OutputBound none() {
    return new OutputBound(Kind.NONE, 0);
  }

  /** What ML-IRL does at 10. */
  public static OutputBound clamp(double limit) {
    return new OutputBound(Kind.CLAMP, limit);
  }

  public static OutputBound tanh(double limit) {
    return new OutputBound(Kind.TANH, limit);
  }
}
