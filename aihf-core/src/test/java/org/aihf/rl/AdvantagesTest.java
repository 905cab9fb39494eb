package org.aihf.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
  private static final double[][] LOG_PROBS = {{-1, -2, -3}, {-0.5}};
  private static final double[][] REF_LOG_PROBS = {{-1.5, -1, -3.25}, {-1}};

  @Test
  void rlooComparesWithTheOthersOfItsGroup() {
    double[][] advantages = GroupAdvantage.RLOO.of(new double[][] {{1, 2, 6}, {0, 0, 3}});
    assertThat(advantages[0]).containsExactly(1 - 4, 2 - 3.5, 6 - 1.5);
    assertThat(advantages[1]).containsExactly(-1.5, -1.5, 3);
    assertThat(GroupAdvantage.RLOO.of(new double[] {1, 2, 6, 0, 0, 3}, 3))
        .containsExactly(-3, -1.5, 4.5, -1.5, -1.5, 3);
  }

  @Test
  void grpoDividesByTheGroupsSpread() {
    double[] advantages = GroupAdvantage.GRPO.of(new double[][] {{1, 2, 6}})[0];
    double std = Math.sqrt((4 + 1 + 9) / 2.0) + 1e-4;
    assertThat(advantages).containsExactly(-2 / std, -1 / std, 3 / std);
    assertThat(GroupAdvantage.GRPO.of(new double[][] {{5, 5}})[0]).containsExactly(0, 0);
  }

  @Test
  void drGrpoIsRlooUpToAConstant() {
    double[] rloo = GroupAdvantage.RLOO.of(new double[][] {{1, 2, 6}})[0];
    double[] dr = GroupAdvantage.DR_GRPO.of(new double[][] {{1, 2, 6}})[0];
    for (int i = 0; i < 3; i++) {
      assertThat(dr[i]).isCloseTo(rloo[i] * 2 / 3, within(1e-15));
    }
  }

  @Test
  void aGroupOfOneIsRefused() {
    assertThatThrownBy(() -> GroupAdvantage.RLOO.of(new double[][] {{1, 2}, {1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RLOO compares the samples of a prompt with each other and needs at least 2, but prompt 1 has 1");
    assertThatThrownBy(() -> GroupAdvantage.RLOO.of(new double[5], 2))
        .hasMessage("5 rewards are not a whole number of groups of 2");
  }

  @Test
  void remaxToGoIsVerls() {
    // verl: reverse cumsum of the token rewards (−β·k1, score on the last), minus the greedy score.
    double beta = 0.1;
    double[] scores = {2, -7};
    double[] greedy = {0.5, 1};
    double[][] rewards =
        TokenRewards.of(scores, TokenRewards.kl(KlEstimator.K1, LOG_PROBS, REF_LOG_PROBS), beta);
    double[][] advantages =
        Remax.UNBIASED.advantages(scores, greedy, LOG_PROBS, REF_LOG_PROBS, beta);
    for (int i = 0; i < 2; i++) {
      double toGo = 0;
      for (int t = rewards[i].length - 1; t >= 0; t--) {
        toGo += rewards[i][t];
        assertThat(advantages[i][t]).isCloseTo(toGo - greedy[i], within(1e-14));
      }
    }
  }

  @Test
  void remaxAsPublishedClipsDiscountsAndChargesEachTokenItsOwnKl() {
    double[][] advantages =
        Remax.PUBLISHED.advantages(
            new double[] {2, -7}, new double[] {0.5, 1}, LOG_PROBS, REF_LOG_PROBS, 0.1);
    assertThat(advantages[0][2]).isCloseTo(1.5 - 0.1 * 0.25, within(1e-14));
    assertThat(advantages[0][1]).isCloseTo(0.99 * 1.5 + 0.1 * 1, within(1e-14));
    assertThat(advantages[0][0]).isCloseTo(0.99 * 0.99 * 1.5 - 0.1 * 0.5, within(1e-14));
    assertThat(advantages[1][0]).isCloseTo(-5 - 0.1 * 0.5, within(1e-14));
  }

  @Test
  void onlyToGoIsTheGradientOfTheRegularisedObjective() {
    // Two binary tokens, π with logits z[0] (first) and z[1 + first] (second), π⁰ uniform.
    double[] z = {0.4, -0.7, 0.9};
    double beta = 0.3;
    double[] scores = {1, -0.5, 0.2, 2};
    double[] exact =
        org.aihf.objective.FiniteDifferences.gradient(x -> objective(x, scores, beta), z);
    assertThat(distance(expectedGradient(Remax.Kl.TO_GO, z, scores, beta), exact))
        .isLessThan(1e-10);
    assertThat(distance(expectedGradient(Remax.Kl.TOKEN, z, scores, beta), exact))
        .isGreaterThan(1e-3);
  }

  @Test
  void whiteningMatchesTrlsMaskedWhiten() {
    double[][] values = {{1, 2}, {3, 4, 10}};
    double scale = 1 / Math.sqrt(12.5 + 1e-8);
    double[][] shifted = Whitening.SHIFT_MEAN.of(values);
    double[][] kept = Whitening.KEEP_MEAN.of(values);
    assertThat(shifted[0]).containsExactly(-3 * scale, -2 * scale);
    assertThat(shifted[1][2]).isEqualTo(6 * scale);
    assertThat(kept[1][2]).isEqualTo(6 * scale + 4);
    assertThat(Whitening.SHIFT_MEAN.of(new double[] {7, 7})).containsExactly(0, 0);
  }

  @Test
  void whiteningASingleValueIsTheUsersMistake() {
    assertThatThrownBy(() -> Whitening.SHIFT_MEAN.of(new double[] {7}))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "whitening needs at least 2 values to have a variance, but the batch has 1; use a larger batch or turn whitening off");
  }

  @Test
  void mismatchedShapesAreNamed() {
    assertThatThrownBy(
            () -> Remax.UNBIASED.advantages(new double[1], new double[1], LOG_PROBS, LOG_PROBS, 0))
        .hasMessage("scores has 1 entries for 2 sequences");
    assertThatThrownBy(
            () ->
                TokenRewards.kl(
                    KlEstimator.K1, LOG_PROBS, new double[][] {{-1, -2, -3}, {-0.5, 1}}))
        .hasMessage("sequence 1: logProbs has 1 tokens, refLogProbs has 2");
    assertThatThrownBy(() -> TokenRewards.of(new double[1], new double[1][0], 0.1))
        .hasMessage("sequence 0 has no token to reward: even an empty answer has its EOS");
  }

  private static double objective(double[] z, double[] scores, double beta) {
    double value = 0;
    for (int y = 0; y < 4; y++) {
      double[] logProbs = logProbs(z, y);
      double total = Arrays.stream(logProbs).sum();
      value += Math.exp(total) * (scores[y] - beta * (total - 2 * Math.log(0.5)));
    }
    return value;
  }

  /** E[Σ A_t ∇log π(y_t)], by enumeration. */
  private static double[] expectedGradient(Remax.Kl kl, double[] z, double[] scores, double beta) {
    double[] gradient = new double[3];
    Remax remax = new Remax(kl, 1, Double.POSITIVE_INFINITY);
    for (int y = 0; y < 4; y++) {
      double[] logProbs = logProbs(z, y);
      double[] reference = {Math.log(0.5), Math.log(0.5)};
      double[] advantages =
          remax
              .advantages(
                  new double[] {scores[y]},
                  new double[] {scores[1]},
                  new double[][] {logProbs},
                  new double[][] {reference},
                  beta)[0];
      double probability = Math.exp(logProbs[0] + logProbs[1]);
      int first = y / 2;
      gradient[0] += probability * advantages[0] * (first - sigmoid(z[0]));
      gradient[1 + first] += probability * advantages[1] * (y % 2 - sigmoid(z[1 + first]));
    }
    return gradient;
  }

  private static double[] logProbs(double[] z, int y) {
    int first = y / 2;
    return new double[] {logProb(z[0], first), logProb(z[1 + first], y % 2)};
  }

  private static double logProb(double logit, int bit) {
    return Math.log(bit == 1 ? sigmoid(logit) : 1 - sigmoid(logit));
  }

  private static double sigmoid(double x) {
    return org.aihf.objective.Sigmoid.of(x);
  }

  private static double distance(double[] a, double[] b) {
    double max = 0;
    for (int i = 0; i < a.length; i++) {
      max = Math.max(max, Math.abs(a[i] - b[i]));
    }
    return max;
  }
}
