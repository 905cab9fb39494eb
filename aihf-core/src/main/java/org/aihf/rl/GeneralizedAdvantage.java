package org.aihf.rl;

/**
 * Generalised advantage estimation (Schulman et al. 2016): with δ_t = r_t + γV_{t+1} − V_t, {@code
 * A_t = Σ_{u ≥ t} (γλ)^(u−t) δ_u}. After the last step there is nothing: V is 0.
 *
 * <p>λ = 1 is the reward to go less V, unbiased; λ = 0 is δ, which trusts V.
 *
 * @param gamma γ in (0, 1]; 1 for language models
 * @param lambda λ in [0, 1]
 */
public record GeneralizedAdvantage(double gamma, double lambda) {
  /** γ = 1, λ = 0.95: TRL's PPO, trlx and the N+ implementation details. */
  public static final GeneralizedAdvantage DEFAULT = new GeneralizedAdvantage(1, 0.95);

  public GeneralizedAdvantage {
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in (0, 1], not " + gamma);
    }
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("lambda must be in [0, 1], not " + lambda);
    }
  }

  /**
   * Advantages, {@code [sequence][step]}.
   *
   * @param rewards r, {@code [sequence][step]}, from {@link TokenRewards#of}
   * @param values V of the state before each step, same shape
   */
  public double[][] advantages(double[][] rewards, double[][] values) {
    Shapes.requireSame("rewards", rewards, "values", values);
    double[][] advantages = new double[rewards.length][];
    for (int i = 0; i < rewards.length; i++) {
      advantages[i] = new double[rewards[i].length];
      double nextValue = 0;
      double nextAdvantage = 0;
      for (int t = rewards[i].length - 1; t >= 0; t--) {
        double delta = rewards[i][t] + gamma * nextValue - values[i][t];
        nextAdvantage = delta + gamma * lambda * nextAdvantage;
        advantages[i][t] = nextAdvantage;
        nextValue = values[i][t];
      }
    }
    return advantages;
  }

  /** What V is fitted to: advantages (not whitened) + values. */
  public static double[][] returns(double[][] advantages, double[][] values) {
    Shapes.requireSame("advantages", advantages, "values", values);
    double[][] returns = new double[advantages.length][];
    for (int i = 0; i < returns.length; i++) {
      returns[i] = new double[advantages[i].length];
      for (int t = 0; t < returns[i].length; t++) {
        returns[i][t] = advantages[i][t] + values[i][t];
      }
    }
    return returns;
  }
}
