package org.aihf.rl;

import static org.aihf.objective.FiniteDifferences.assertSameGradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.aihf.objective.FiniteDifferences;
import org.junit.jupiter.api.Test;

class CriticTest {
  private static final double[][] REWARDS = {{-0.1, 0.2, 1.5}, {2}, {0.5, -1}};
  private static final double[][] VALUES = {{0.3, -0.4, 0.9}, {1.2}, {0, 0.7}};

  @Test
  void advantagesAreDiscountedSumsOfTemporalDifferences() {
    GeneralizedAdvantage gae = new GeneralizedAdvantage(0.9, 0.8);
    double[][] advantages = gae.advantages(REWARDS, VALUES);
    for (int i = 0; i < REWARDS.length; i++) {
      for (int t = 0; t < REWARDS[i].length; t++) {
        double sum = 0;
        for (int u = t; u < REWARDS[i].length; u++) {
          double next = u + 1 < VALUES[i].length ? VALUES[i][u + 1] : 0;
          double delta = REWARDS[i][u] + 0.9 * next - VALUES[i][u];
          sum += Math.pow(0.9 * 0.8, u - t) * delta;
        }
        assertThat(advantages[i][t]).isCloseTo(sum, within(1e-14));
      }
    }
  }

  @Test
  void withLambdaOneTheReturnIsTheRewardToGoWhateverTheCriticSays() {
    double[][] advantages = new GeneralizedAdvantage(1, 1).advantages(REWARDS, VALUES);
    double[][] returns = GeneralizedAdvantage.returns(advantages, VALUES);
    assertThat(returns[0]).containsExactly(new double[] {1.6, 1.7, 1.5}, within(1e-14));
    assertThat(returns[1]).containsExactly(new double[] {2}, within(1e-14));
    assertThat(returns[2]).containsExactly(new double[] {-0.5, -1}, within(1e-14));
  }

  @Test
  void withLambdaZeroTheAdvantageIsOneTemporalDifference() {
    double[][] advantages = new GeneralizedAdvantage(1, 0).advantages(REWARDS, VALUES);
    assertThat(advantages[0])
        .containsExactly(new double[] {-0.1 - 0.4 - 0.3, 0.2 + 0.9 + 0.4, 0.6}, within(1e-14));
  }

  @Test
  void theValueLossIsHalfTheSquaredErrorWithinTheClip() {
    ClippedValueLoss loss = new ClippedValueLoss(0.2);
    assertThat(loss.value(1.1, 1, 2)).isCloseTo(0.405, within(1e-15));
    assertThat(loss.slope(1.1, 1, 2)).isCloseTo(-0.9, within(1e-15));
    assertThat(loss.value(1.5, 1, 2)).as("counts as 1.2").isCloseTo(0.32, within(1e-15));
    assertThat(loss.slope(1.5, 1, 2)).isZero();
    assertThat(loss.clips(1.5, 1, 2)).isTrue();
    assertThat(loss.slope(0.5, 1, 2)).as("the wrong way").isCloseTo(-1.5, within(1e-15));
    assertThat(new ClippedValueLoss(Double.POSITIVE_INFINITY).slope(9, 1, 2)).isEqualTo(7);
  }

  @Test
  void theValueLossesSlopeIsItsDerivative() {
    ClippedValueLoss loss = ClippedValueLoss.DEFAULT;
    for (double target : new double[] {-1, 0.9, 1.07, 3}) {
      double[] values = {0.2, 0.77, 0.9, 1.1, 1.3, 2.5};
      double[] slopes = new double[values.length];
      for (int i = 0; i < slopes.length; i++) {
        slopes[i] = loss.slope(values[i], 1, target);
      }
      assertSameGradient(
          slopes,
          FiniteDifferences.gradient(
              x -> {
                double sum = 0;
                for (double value : x) {
                  sum += loss.value(value, 1, target);
                }
                return sum;
              },
              values));
    }
  }

  @Test
  void whitenedRewardsKeepTheirMeanOverSequencesOfAnyLength() {
    double[][] whitened = Whitening.KEEP_MEAN.of(REWARDS);
    double mean = (-0.1 + 0.2 + 1.5 + 2 + 0.5 - 1) / 6;
    double sum = 0;
    double squares = 0;
    for (double[] row : whitened) {
      for (double value : row) {
        sum += value;
        squares += (value - mean) * (value - mean);
      }
    }
    assertThat(sum / 6).isCloseTo(mean, within(1e-14));
    assertThat(squares / 5).isCloseTo(1, within(1e-7));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new GeneralizedAdvantage(0, 1))
        .hasMessage("gamma must be in (0, 1], not 0.0");
    assertThatThrownBy(() -> new GeneralizedAdvantage(1, 1.1))
        .hasMessage("lambda must be in [0, 1], not 1.1");
    assertThatThrownBy(() -> new ClippedValueLoss(0)).hasMessageContaining("epsilon must be > 0");
    assertThatThrownBy(() -> GeneralizedAdvantage.DEFAULT.advantages(REWARDS, new double[3][1]))
        .hasMessage("sequence 0: rewards has 3 tokens, values has 1");
  }
}
