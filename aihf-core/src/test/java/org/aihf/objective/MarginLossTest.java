package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MarginLossTest {
  @Test
  void slopesAreTheDerivatives() {
    for (MarginLoss loss :
        new MarginLoss[] {
          MarginLoss.LINEAR,
          MarginLoss.LOGISTIC,
          MarginLoss.SIGMOID,
          MarginLoss.HINGE,
          MarginLoss.squared(0.5),
          MarginLoss.exo(1e-3),
          MarginLoss.LOGISTIC.plus(MarginLoss.SIGMOID.times(3)).shifted(0.3).flipped()
        }) {
      for (double x : new double[] {-30, -3, -0.1, 0, 0.1, 3, 30}) {
        double[] at = {x};
        double slope = FiniteDifferences.gradient(y -> loss.value(y[0]), at)[0];
        assertThat(loss.slope(x)).isCloseTo(slope, within(1e-9));
      }
    }
  }

  /** Its blending is too narrow for the stencil at full scale. */
  @Test
  void discopopsSlopeIsItsDerivativeAndStaysFinite() {
    MarginLoss loss = MarginLoss.discopop(0.5);
    for (double x : new double[] {-3, -0.1, 0, 0.1, 3}) {
      double slope = FiniteDifferences.gradient(y -> loss.value(y[0]), new double[] {x})[0];
      assertThat(loss.slope(x)).isCloseTo(slope, within(1e-9));
    }
    assertThat(MarginLoss.discopop(0.05).value(-1000)).isEqualTo(1000);
    assertThat(MarginLoss.discopop(0.05).slope(-1000)).isEqualTo(-1);
    assertThat(MarginLoss.discopop(0.05).slope(1000)).isZero();
  }

  @Test
  void logisticNeitherOverflowsNorUnderflows() {
    assertThat(MarginLoss.LOGISTIC.value(-1000)).isEqualTo(1000);
    assertThat(MarginLoss.LOGISTIC.value(40)).isCloseTo(Math.exp(-40), within(1e-32));
    assertThat(MarginLoss.LOGISTIC.value(1000)).isEqualTo(0);
    assertThat(MarginLoss.LOGISTIC.slope(-1000)).isEqualTo(-1);
    assertThat(Sigmoid.of(-1000)).isEqualTo(0);
    assertThat(Sigmoid.of(1000)).isEqualTo(1);
  }
}
