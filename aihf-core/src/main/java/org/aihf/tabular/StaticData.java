package org.aihf.tabular;

import java.util.Arrays;
import org.aihf.objective.Sigmoid;
import org.aihf.random.RandomStream;

/**
 * Data of the static case (Section 3.4): actions τ_1 … τ_N, chosen by demonstrators and compared in
 * pairs.
 *
 * @param demonstrations #{τ_i in D}, {@code [action]}
 * @param wins |P_{i ≻ j}|, how often i was preferred to j, {@code [i][j]}
 */
public record StaticData(int[] demonstrations, int[][] wins) {
  public StaticData {
    if (wins.length != demonstrations.length
        || Arrays.stream(wins).anyMatch(row -> row.length != demonstrations.length)) {
      throw new IllegalArgumentException(
          "wins must be a %1$d×%1$d table, one row per action".formatted(demonstrations.length));
    }
  }

  /**
   * Draws a data set: demonstrations from {@code policy}, and for every pair {@code perPair}
   * comparisons from BTL with β = 1, {@code P(i ≻ j) = σ(R_i − R_j)}.
   */
  public static StaticData sample(
      double[] policy, int demonstrations, double[] reward, int perPair, RandomStream random) {
    int n = policy.length;
    int[] counts = new int[n];
    for (int d = 0; d < demonstrations; d++) {
      counts[Softmax.sample(policy, random)]++;
    }
    int[][] wins = new int[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double probability = Sigmoid.of(reward[i] - reward[j]);
        for (int p = 0; p < perPair; p++) {
          if (random.nextDouble() < probability) {
            wins[i][j]++;
          } else {
            wins[j][i]++;
          }
        }
      }
    }
    return new StaticData(counts, wins);
  }

  public int actions() {
    return demonstrations.length;
  }

  /** |D|. */
  public int demonstrationCount() {
    return Arrays.stream(demonstrations).sum();
  }

  /** |P|. */
  public int preferenceCount() {
    return Arrays.stream(wins).flatMapToInt(Arrays::stream).sum();
  }

  /** |P_{i,j}|. */
  public int comparisons(int i, int j) {
    return wins[i][j] + wins[j][i];
  }
}
