package org.aihf.tabular;

import java.util.Arrays;
import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Example 2 and Fig. 9 of A.3.3: demonstrations cover only the first actions, preferences cover
 * all. SFT and RLHF leave the uncovered actions at probability 0 and give their weight to the
 * others; AIHF does not.
 *
 * <p>The text prints {@code D ∩ {45, …, 50} = ∅} beside "cover actions 1 through 45"; 1 … 45 are
 * covered here, as in its formula for the demonstrations.
 *
 * @param actions N
 * @param covered actions that demonstrations are drawn from: 1 … covered
 * @param demonstrations |D| per repeat
 * @param perPair preferences per pair of actions and repeat
 */
public record LimitedCoverage(
    int actions, int covered, int demonstrations, int perPair, int repeats) {
  /** The paper's setting. */
  public static final LimitedCoverage PAPER = new LimitedCoverage(50, 45, 2000, 200, 100);

  private static final double MU = 0.5;
  private static final double SIGMA = 2;

  /**
   * A policy over repeats, {@code [action]} each.
   *
   * @param low 5 % quantile
   * @param high 95 % quantile
   * @param uncoveredMass what the uncovered actions get, mean over repeats
   * @param totalVariation to the ground truth, mean over repeats
   */
  public record Band(
      String method,
      double[] mean,
      double[] low,
      double[] median,
      double[] high,
      double uncoveredMass,
      double uncoveredMassDeviation,
      double totalVariation,
      double totalVariationDeviation) {}

  /**
   * @param truth π* of the true reward, {@code [action]}
   * @param methods SFT, RLHF, AIHF, in this order
   */
  public record Result(
      LimitedCoverage setting, double[] truth, double uncoveredTruth, List<Band> methods) {}

  /** R*(τ_i): a wide bell, so the true policy is nearly uniform. */
  double[] reward() {
    double[] reward = new double[actions];
    for (int i = 0; i < actions; i++) {
      double x = ((i + 1.0) / actions - MU) / SIGMA;
      reward[i] = Math.exp(-x * x / 2) / (SIGMA * Math.sqrt(2 * Math.PI));
    }
    return reward;
  }

  public Result run(long seed) {
    double[] reward = reward();
    double[] truth = Softmax.of(reward);
    double[] demonstrated = new double[actions];
    System.arraycopy(Softmax.of(Arrays.copyOf(reward, covered)), 0, demonstrated, 0, covered);
    RandomStream random = RandomStream.of(seed).split("limited-coverage");
    double[][] sft = new double[repeats][];
    double[][] rlhf = new double[repeats][];
    double[][] aihf = new double[repeats][];
    for (int r = 0; r < repeats; r++) {
      StaticData data =
          StaticData.sample(
              demonstrated, demonstrations, reward, perPair, random.split("repeat", r));
      sft[r] = StaticEstimation.sft(data);
      rlhf[r] = StaticEstimation.rlhf(data);
      aihf[r] = StaticEstimation.aihf(data);
    }
    return new Result(
        this,
        truth,
        uncovered(truth),
        List.of(band("SFT", sft, truth), band("RLHF", rlhf, truth), band("AIHF", aihf, truth)));
  }

  private Band band(String method, double[][] policies, double[] truth) {
    double[] uncovered = Arrays.stream(policies).mapToDouble(this::uncovered).toArray();
    double[] distance =
        Arrays.stream(policies).mapToDouble(p -> Statistics.totalVariation(p, truth)).toArray();
    double[][] summary = new double[4][actions];
    for (int i = 0; i < actions; i++) {
      int action = i;
      double[] values = Arrays.stream(policies).mapToDouble(p -> p[action]).toArray();
      summary[0][i] = Statistics.mean(values);
      summary[1][i] = Statistics.quantile(values, 0.05);
      summary[2][i] = Statistics.quantile(values, 0.5);
      summary[3][i] = Statistics.quantile(values, 0.95);
    }
    return new Band(
        method,
        summary[0],
        summary[1],
        summary[2],
        summary[3],
        Statistics.mean(uncovered),
        Statistics.standardDeviation(uncovered),
        Statistics.mean(distance),
        Statistics.standardDeviation(distance));
  }

  private double uncovered(double[] policy) {
    return Arrays.stream(policy, covered, actions).sum();
  }
}
