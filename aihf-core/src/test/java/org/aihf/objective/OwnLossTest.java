package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;

import org.aihf.objective.PolicyObjective.Pairs;
import org.aihf.objective.RewardObjective.Scores;
import org.junit.jupiter.api.Test;

/** A loss of one's own, in a few lines; quoted by docs/how-to/own-loss.md. */
class OwnLossTest {
  // snippet: margin
  /** A squared hinge: no force once a pair is won by more than 1. */
  private static final MarginLoss SQUARED_HINGE =
      MarginLoss.of(
          margin -> Math.pow(Math.max(0, 1 - margin), 2), // ℓ
          margin -> -2 * Math.max(0, 1 - margin)); // ℓ'

  private static final JointObjective AIHF_WITH_HINGE =
      new JointObjective(0.5, MarginLoss.LINEAR, SQUARED_HINGE, 1, 0);

  private static final DpoObjective DPO_WITH_HINGE = new DpoObjective(SQUARED_HINGE, 0.1);

  // end

  // snippet: scores
  /** Not of margins at all: pull demonstrations' rewards to +1 and own samples' to −1. */
  private static final RewardObjective LEAST_SQUARES =
      (scores, counts) -> {
        double n = counts.demonstrations();
        double[] expert = scores.demonstrations();
        double[] own = scores.ownSamples();
        double loss = 0;
        double[] expertGradient = new double[expert.length];
        double[] ownGradient = new double[own.length];
        for (int i = 0; i < expert.length; i++) {
          loss += (Math.pow(expert[i] - 1, 2) + Math.pow(own[i] + 1, 2)) / n;
          expertGradient[i] = 2 * (expert[i] - 1) / n;
          ownGradient[i] = 2 * (own[i] + 1) / n;
        }
        return new RewardObjective.Result(
            loss,
            expertGradient,
            ownGradient,
            new double[scores.chosen().length],
            new double[scores.rejected().length],
            org.aihf.Metrics.of("loss/reward", loss));
      };

  // end

  @Test
  void anOwnMarginLossWorksInRewardAlignment() {
    double[] x = {0.3, -0.4};
    FiniteDifferences.assertSameGradient(
        AIHF_WITH_HINGE.evaluate(pair(x)).chosen(),
        new double[] {
          FiniteDifferences.gradient(y -> AIHF_WITH_HINGE.evaluate(pair(y)).loss(), x)[0]
        });
  }

  @Test
  void anOwnMarginLossWorksInDpo() {
    double[] x = {0.3, -0.4};
    FiniteDifferences.assertSameGradient(
        DPO_WITH_HINGE.evaluate(dpoPair(x)).rejected()[0],
        new double[] {
          FiniteDifferences.gradient(y -> DPO_WITH_HINGE.evaluate(dpoPair(y)).loss(), x)[1]
        });
  }

  @Test
  void anOwnObjectiveOfScoresWorks() {
    double[] x = {0.3, -0.4};
    assertThat(LEAST_SQUARES.separable()).isTrue();
    FiniteDifferences.assertSameGradient(
        LEAST_SQUARES.evaluate(demonstration(x)).demonstrations(),
        new double[] {
          FiniteDifferences.gradient(y -> LEAST_SQUARES.evaluate(demonstration(y)).loss(), x)[0]
        });
  }

  private static Scores pair(double[] x) {
    double[] none = {};
    return new Scores(
        none, none, new double[] {x[0]}, new double[] {x[1]}, new double[1], new double[] {1});
  }

  private static Scores demonstration(double[] x) {
    double[] none = {};
    return new Scores(new double[] {x[0]}, new double[] {x[1]}, none, none, none, none);
  }

  private static PolicyObjective.Scores dpoPair(double[] x) {
    return PolicyObjective.Scores.ofPreferences(
        Pairs.of(new double[] {x[0]}, new double[] {x[1]}, new double[] {0.1}, new double[] {0.2}));
  }
}
