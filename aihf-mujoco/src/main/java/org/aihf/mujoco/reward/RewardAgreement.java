package org.aihf.mujoco.reward;

import java.util.List;
import org.aihf.Metrics;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.reward.RewardFunction;
import org.aihf.statistics.Correlation;

/**
 * How well a learned reward follows the true one, trajectory by trajectory; either figure is NaN
 * where all returns are equal.
 *
 * @param pearson correlation of learned and true returns
 * @param spearman correlation of their ranks
 */
public record RewardAgreement(double pearson, double spearman) {
  /** On trajectories of very different quality, as T-REX plots it; true returns undiscounted. */
  public static RewardAgreement of(
      RewardFunction<Trajectory> learned, List<Trajectory> trajectories) {
    double[] scores = learned.finiteScores(trajectories);
    double[] truth = trajectories.stream().mapToDouble(Trajectory::trueReturn).toArray();
    return new RewardAgreement(
        Correlation.pearson(truth, scores), Correlation.spearman(truth, scores));
  }

  /** {@code reward/pearson} and {@code reward/spearman}. */
  public Metrics metrics() {
    return Metrics.of("reward/pearson", pearson).with("reward/spearman", spearman);
  }
}
