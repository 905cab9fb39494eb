package org.aihf.mujoco.env;

/**
 * Rewards over the running standard deviation of the discounted return so far; not centred. The
 * reward before is {@code reward_raw} in the info.
 */
public final class NormalizeReward extends EnvironmentWrapper {
  private static final double EPSILON = 1e-8;

  private final double discount;
  private final RunningMoments moments = new RunningMoments(1);
  private double discountedReturn;

  /**
   * @param discount in [0, 1]
   */
  public NormalizeReward(Environment inner, double discount) {
    super(inner);
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount is " + discount + ", not in [0, 1]");
    }
    this.discount = discount;
  }

  @Override
  public Step step(double[] action) {
    Step step = inner().step(action);
    discountedReturn = discountedReturn * discount * (step.terminated() ? 0 : 1) + step.reward();
    moments.add(discountedReturn);
    return step.withReward(step.reward() / Math.sqrt(moments.variance(0) + EPSILON))
        .withInfo(step.info().with("reward_raw", step.reward()));
  }

  @Override
  protected double[] ownState() {
    double[] saved = moments.save();
    return new double[] {discountedReturn, saved[0], saved[1], saved[2]};
  }

  @Override
  protected void restoreOwnState(double[] state) {
    discountedReturn = state[0];
    moments.restore(new double[] {state[1], state[2], state[3]});
  }
}
