package org.aihf.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.aihf.objective.FiniteDifferences;
import org.junit.jupiter.api.Test;

class PolicyLossTest {
  private static final int[] LENGTHS = {3, 0, 1};

  @Test
  void aTokenWeighsWhatTheAggregationSays() {
    assertThat(LossAggregation.TOKEN_MEAN.weights(LENGTHS)).containsExactly(0.25, 0, 0.25);
    assertThat(LossAggregation.SEQUENCE_MEAN_TOKEN_SUM.weights(LENGTHS))
        .containsExactly(0.5, 0, 0.5);
    assertThat(LossAggregation.SEQUENCE_MEAN_TOKEN_MEAN.weights(LENGTHS))
        .containsExactly(0.5 / 3, 0, 0.5);
  }

  @Test
  void coefficientsAreMinusAdvantageOverAllTokens() {
    double[][] c = LossAggregation.TOKEN_MEAN.coefficients(new double[][] {{1, -2, 4}, {8}});
    assertThat(c[0]).containsExactly(-0.25, 0.5, -1);
    assertThat(c[1]).containsExactly(-2);
  }

  @Test
  void theSurrogateIsThePolicyGradientAtRatioOne() {
    assertThat(ClippedSurrogate.DEFAULT.value(0, 3)).isEqualTo(-3);
    assertThat(ClippedSurrogate.DEFAULT.slope(0, 3)).isEqualTo(-3);
  }

  @Test
  void theSurrogateClipsOnlyWhatHasGoneFarEnough() {
    ClippedSurrogate surrogate = new ClippedSurrogate(0.2, 0.3);
    assertThat(surrogate.value(Math.log(1.5), 2)).isCloseTo(-2.6, within(1e-15));
    assertThat(surrogate.slope(Math.log(1.5), 2)).isZero();
    assertThat(surrogate.slope(Math.log(1.5), -2)).isCloseTo(3, within(1e-15));
    assertThat(surrogate.slope(Math.log(0.5), -2)).isZero();
    assertThat(surrogate.slope(Math.log(0.5), 2)).isCloseTo(-1, within(1e-15));
    assertThat(surrogate.value(500, -1)).isFinite();
  }

  @Test
  void theSurrogatesSlopeIsItsDerivative() {
    for (double logRatio : new double[] {-1, -0.1, 0.05, 0.15, 1}) {
      for (double advantage : new double[] {-2, 0.5}) {
        double slope =
            FiniteDifferences.gradient(
                x -> ClippedSurrogate.DEFAULT.value(x[0], advantage), new double[] {logRatio})[0];
        assertThat(ClippedSurrogate.DEFAULT.slope(logRatio, advantage))
            .isCloseTo(slope, within(1e-9));
      }
    }
  }

  @Test
  void sequenceRewardsSubtractTheSummedKl() {
    double[][] kl = {{0.5, 1}, {2}};
    assertThat(TokenRewards.sequence(new double[] {3, 4}, kl, 0.1))
        .containsExactly(3 - 0.15, 4 - 0.2);
    assertThat(TokenRewards.of(new double[] {3, 4}, kl, 0.1)[0]).containsExactly(-0.05, 3 - 0.1);
    var metrics = TokenRewards.metrics(new double[] {3, 4}, kl, 0.1);
    assertThat(metrics.get("objective/kl")).isEqualTo(1.75);
    assertThat(metrics.get("objective/scores")).isEqualTo(3.5);
    assertThat(metrics.get("objective/rlhf_reward")).isCloseTo(3.5 - 0.175, within(1e-15));
  }

  @Test
  void scoresAreClippedBeforeTheyArePenalised() {
    ScoreShaping shaping = new ScoreShaping(2, 1);
    assertThat(shaping.apply(new double[] {5, 5, -9}, new boolean[] {true, false, false}))
        .containsExactly(2, 1, -3);
    assertThat(ScoreShaping.NONE.apply(new double[] {5}, new boolean[] {false})).containsExactly(5);
    assertThatThrownBy(() -> new ScoreShaping(0, 0)).hasMessageContaining("clip must be > 0");
    assertThatThrownBy(() -> new ScoreShaping(1, -1))
        .hasMessageContaining("missingEosPenalty must be finite and >= 0");
  }

  @Test
  void theNormaliserTracksMeanAndSpreadOverCalls() {
    RewardNormalizer normalizer = RewardNormalizer.standardize();
    assertThat(normalizer.apply(new double[] {9})).containsExactly(9);
    normalizer.update(new double[] {1, 2});
    normalizer.update(new double[] {6});
    assertThat(normalizer.mean()).isCloseTo(3, within(1e-15));
    assertThat(normalizer.standardDeviation()).isCloseTo(Math.sqrt(7), within(1e-15));
    assertThat(normalizer.apply(new double[] {3, 3 + Math.sqrt(7)})[1]).isCloseTo(1, within(1e-8));
  }

  @Test
  void theNormaliserContinuesFromItsState() {
    RewardNormalizer first = RewardNormalizer.scale();
    first.update(new double[] {1, 5, -2});
    RewardNormalizer second = RewardNormalizer.scale();
    second.resumeAt(first.state());
    first.update(new double[] {3});
    second.update(new double[] {3});
    assertThat(second.state()).containsExactly(first.state());
    assertThat(second.apply(new double[] {2})).containsExactly(first.apply(new double[] {2}));
  }

  @Test
  void theNormaliserRefusesWhatIsNoNumber() {
    assertThatThrownBy(() -> RewardNormalizer.scale().update(new double[] {Double.NaN}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("cannot normalise a score of NaN");
  }
}
