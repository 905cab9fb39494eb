package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MarginLossTest {
  @Test
  void slopesAreTheDerivatives() {
    for (MarginLoss loss : new MarginLoss[] {MarginLoss.LINEAR, MarginLoss.LOGISTIC}) {
      for (double x : new double[] {-30, -3, -0.1, 0, 0.1, 3, 30}) {
        double[] at = {x};
        double slope = FiniteDifferences.gradient(y -> loss.value(y[0]), at)[0];
        assertThat(loss.slope(x)).isCloseTo(slope, within(1e-9));
      }
    }
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
