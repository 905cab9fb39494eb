package org.aihf.mujoco.reward;

/**
 * How a policy sees a learned reward: (r − offset) / scale, with both numbers measured by {@link
 * RewardNetwork#calibrate} on data of the caller's choice. Alignment always differentiates the raw
 * r.
 *
 * <p>Where episodes can terminate the offset is a decision about the task: with {@link Offset#MEAN}
 * an average state is worth nothing, so ending early is right in all states below average; with
 * {@link Offset#MINIMUM} living on is never worse than ending.
 */
public record RewardView(Offset offset, Scale scale) {
  /** What is subtracted. */
  public enum Offset {
    NONE,
    /** The mean step reward of the data. */
    MEAN,
    /** The least step reward of the data. */
    MINIMUM
  }

  /** What is divided by. */
  public enum Scale {
    NONE,
    /**
     * The standard deviation of the data's step rewards: temperature and step sizes keep meaning.
     */
    DEVIATION
  }

  /** As the network gives it. */
  public static RewardView raw() {
    return new RewardView(Offset.NONE, Scale.NONE);
  }

  /** Mean 0 and deviation 1 on the data. */
  public static RewardView standardized() {
    return new RewardView(Offset.MEAN, Scale.DEVIATION);
  }

  /** Deviation 1, zero left where it is, as T-REX does. */
  public static RewardView scaled() {
    return new RewardView(Offset.NONE, Scale.DEVIATION);
  }
}
