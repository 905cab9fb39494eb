package org.aihf.tabular;

import java.util.Arrays;

/**
 * The three policies that Section 3.4 compares, by maximum likelihood on a {@link StaticData}. All
 * are softmax policies π_i ∝ exp(R_i/β) and do not depend on β, which only scales R.
 *
 * <p>Misprints, each shown by a test. The first-order condition of (29) is
 *
 * <pre>
 *   π_i = (#{τ_i in D} + Σ_j |P_{i≻j}|) / (|D| + Σ_j |P_{i,j}| / (π_i + π_j))          (18)
 * </pre>
 *
 * and with no demonstrations it is (17). The paper's (17), (18), (27) and (30) have {@code ρ_{−i} =
 * Σ_j 1/(π_i + π_j)} in place of {@code ρ_{−(i,j)} = 1/(π_i + π_j)} inside the sum, and the line
 * above (30) has |P| ρ_{−i}: both hold for two actions only, as does the weighted average below
 * (18). ρ_{−(i,j)} is the expected number of draws until i or j comes up, that one included. Eq. 29
 * weighs by counts: in eq. 5, w₁ = |D|/|P|.
 */
public final class StaticEstimation {
  private StaticEstimation() {}

  /** π^SFT (15): the frequencies of the demonstrations; 0 for an action never demonstrated. */
  public static double[] sft(StaticData data) {
    double total = data.demonstrationCount();
    return Arrays.stream(data.demonstrations()).mapToDouble(count -> count / total).toArray();
  }

  /**
   * π*(R̂_P) (16): the BTL estimate from preferences alone.
   *
   * @throws IllegalArgumentException if the likelihood has no maximum, see {@link LuceLikelihood}
   */
  public static double[] preference(StaticData data) {
    return new LuceLikelihood(new double[data.actions()], asDoubles(data.wins())).argMax();
  }

  /**
   * π^RLHF (28): {@code ∝ π^SFT · exp(R̂_P/β)}, which is the softmax of R̂_D + R̂_P where both are
   * finite. An action never demonstrated has R̂_D = −∞ and stays at 0, whatever people prefer. With
   * ever more data of both kinds it tends to the softmax of 2R*, not of R*: it counts the reward
   * twice.
   */
  public static double[] rlhf(StaticData data) {
    double[] preference = preference(data);
    double[] logReward = Arrays.stream(preference).map(Math::log).toArray();
    return Softmax.tilt(sft(data), logReward, 1);
  }

  /** π*(R̂^AIHF) (18): the arg max of (29), |D| L₁ + |P| L₂. */
  public static double[] aihf(StaticData data) {
    double[] demonstrations = Arrays.stream(data.demonstrations()).asDoubleStream().toArray();
    return new LuceLikelihood(demonstrations, asDoubles(data.wins())).argMax();
  }

  /** The arg max of w₁ L₁ + L₂ (eq. 5, both means). */
  public static double[] aihf(StaticData data, double demonstrationWeight) {
    double scale =
        demonstrationWeight * data.preferenceCount() / (double) data.demonstrationCount();
    double[] demonstrations =
        Arrays.stream(data.demonstrations()).mapToDouble(count -> scale * count).toArray();
    return new LuceLikelihood(demonstrations, asDoubles(data.wins())).argMax();
  }

  /**
   * The right-hand side of (18), corrected, at some policy: the AIHF policy is its fixed point, and
   * without demonstrations the preference policy (17) is.
   */
  public static double[] fixedPoint(StaticData data, double[] policy) {
    double[] next = new double[policy.length];
    for (int i = 0; i < next.length; i++) {
      double wins = data.demonstrations()[i];
      double chances = data.demonstrationCount();
      for (int j = 0; j < next.length; j++) {
        if (j != i) {
          wins += data.wins()[i][j];
          chances += data.comparisons(i, j) / (policy[i] + policy[j]);
        }
      }
      next[i] = wins / chances;
    }
    return next;
  }

  private static double[][] asDoubles(int[][] counts) {
    return Arrays.stream(counts)
        .map(row -> Arrays.stream(row).asDoubleStream().toArray())
        .toArray(double[][]::new);
  }
}
