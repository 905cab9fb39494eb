package org.aihf.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.aihf.objective.FiniteDifferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KlTest {
  private static final double[] PI = {0.5, 0.3, 0.2};
  private static final double[] REFERENCE = {0.2, 0.2, 0.6};

  @Test
  void k1AndK3AreUnbiased() {
    double kl = 0;
    double k1 = 0;
    double k3 = 0;
    for (int a = 0; a < PI.length; a++) {
      double logProb = Math.log(PI[a]);
      double refLogProb = Math.log(REFERENCE[a]);
      kl += PI[a] * (logProb - refLogProb);
      k1 += PI[a] * KlEstimator.K1.value(logProb, refLogProb);
      k3 += PI[a] * KlEstimator.K3.value(logProb, refLogProb);
    }
    assertThat(k1).isCloseTo(kl, within(1e-15));
    assertThat(k3).isCloseTo(kl, within(1e-15));
  }

  @Test
  void onlyK2AsALossHasTheGradientOfTheKl() {
    // Softmax logits z: d log π_b / d z_0 = [b = 0] − π_0.
    double exact = 0;
    double[] asLoss = new double[3];
    for (int a = 0; a < PI.length; a++) {
      double score = (a == 0 ? 1 : 0) - PI[0];
      double d = Math.log(PI[a] / REFERENCE[a]);
      exact += PI[a] * score * d;
      for (KlEstimator k : KlEstimator.values()) {
        asLoss[k.ordinal()] += PI[a] * k.slope(Math.log(PI[a]), Math.log(REFERENCE[a])) * score;
      }
    }
    assertThat(asLoss[KlEstimator.K2.ordinal()]).isCloseTo(exact, within(1e-15));
    assertThat(asLoss[KlEstimator.K1.ordinal()]).isCloseTo(0, within(1e-15));
    // ∇KL(π⁰ ‖ π) = −Σ π⁰ ∇log π = π_0 − π⁰_0.
    assertThat(asLoss[KlEstimator.K3.ordinal()]).isCloseTo(PI[0] - REFERENCE[0], within(1e-15));
  }

  @ParameterizedTest
  @EnumSource
  void slopesAreTheDerivatives(KlEstimator estimator) {
    for (double logProb : new double[] {-9, -2, -0.5}) {
      double slope =
          FiniteDifferences.gradient(x -> estimator.value(x[0], -1.5), new double[] {logProb})[0];
      assertThat(estimator.slope(logProb, -1.5)).isCloseTo(slope, within(1e-8 * Math.exp(7.5)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalPoliciesHaveNoKlAndHugeRatiosStayFinite(KlEstimator estimator) {
    assertThat(estimator.value(-3, -3)).isZero();
    assertThat(estimator.value(-2000, -1)).isFinite();
    assertThat(estimator.slope(-2000, -1)).isFinite();
  }

  @Test
  void adaptiveCoefficientFollowsTheTarget() {
    KlController controller = KlController.adaptive(0.1, 6, 10000);
    controller.update(6, 64);
    assertThat(controller.coefficient()).isEqualTo(0.1);
    controller.update(60, 500);
    assertThat(controller.coefficient()).isCloseTo(0.1 * (1 + 0.2 * 500 / 10000), within(1e-15));
    double high = controller.coefficient();
    controller.update(5.4, 1000);
    assertThat(controller.coefficient()).isCloseTo(high * (1 - 0.1 * 1000 / 10000), within(1e-15));
  }

  @Test
  void aControllerContinuesFromItsCoefficient() {
    KlController first = KlController.adaptive(0.1, 6, 10000);
    first.update(9, 64);
    KlController second = KlController.adaptive(0.1, 6, 10000);
    second.resumeAt(first.coefficient());
    first.update(3, 64);
    second.update(3, 64);
    assertThat(second.coefficient()).isEqualTo(first.coefficient());
  }

  @Test
  void aFixedCoefficientStays() {
    KlController controller = KlController.fixed(0.05);
    controller.update(1000, 64);
    assertThat(controller.coefficient()).isEqualTo(0.05);
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> KlController.fixed(-0.1))
        .hasMessage("KL coefficient must be finite and >= 0, not -0.1");
    assertThatThrownBy(() -> KlController.adaptive(0.1, 0, 1))
        .hasMessage("adaptive KL: target must be finite and > 0, not 0.0");
    assertThatThrownBy(() -> KlController.adaptive(0.1, 6, 1e4).update(Double.NaN, 1))
        .isInstanceOf(ArithmeticException.class);
  }
}
