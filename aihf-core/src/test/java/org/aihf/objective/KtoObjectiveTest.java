package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KtoObjectiveTest {
  private static final KtoObjective KTO = new KtoObjective(0.3, 1, 1.5);
  private static final boolean[] DESIRABLE = {true, false, true};
  private static final double[] WEIGHTS = {1, 2, 0.5};

  @Test
  void coefficientsAreTheGradientOfTheLoss() {
    double[] x = {0.4, -1.2, 3};
    FiniteDifferences.assertSameGradient(
        KTO.evaluate(x, DESIRABLE, WEIGHTS, 0.7, 3.5).coefficients(),
        FiniteDifferences.gradient(y -> KTO.evaluate(y, DESIRABLE, WEIGHTS, 0.7, 3.5).loss(), x));
  }

  @Test
  void isThePapersValueFunctionOfEachAnswer() {
    KtoObjective.Result result =
        KTO.evaluate(
            new double[] {2, -1}, new boolean[] {true, false}, new double[] {1, 1}, 0.5, 2);
    double desirable = 1 - Sigmoid.of(0.3 * (2 - 0.5));
    double undesirable = 1.5 * (1 - Sigmoid.of(0.3 * (0.5 + 1)));
    assertThat(result.loss()).isCloseTo((desirable + undesirable) / 2, within(1e-15));
    assertThat(result.metrics().get("rewards/margins")).isCloseTo(0.3 * 3, within(1e-15));
  }

  @Test
  void theBaselineIsNeverNegative() {
    assertThat(KtoObjective.baseline(new double[] {1, 2})).isEqualTo(1.5);
    assertThat(KtoObjective.baseline(new double[] {-1, -2})).isZero();
    assertThat(KtoObjective.baseline(new double[0])).isZero();
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> new KtoObjective(0, 1, 1))
        .hasMessage("beta must be finite and > 0, not 0.0");
    assertThatThrownBy(() -> new KtoObjective(1, -1, 1))
        .hasMessage("desirableWeight must be finite and >= 0, not -1.0");
  }
}
