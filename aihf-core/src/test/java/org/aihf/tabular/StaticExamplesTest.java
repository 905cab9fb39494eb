package org.aihf.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.aihf.tabular.LimitedCoverage.Band;
import org.junit.jupiter.api.Test;

class StaticExamplesTest {
  @Test
  void example1HasThePrintedNumbersOnBothDataSets() {
    for (var estimates : TwoActions.run(0, 10).estimates()) {
      assertThat(estimates.rlhf()).isCloseTo(0.6, within(1e-14));
      assertThat(estimates.aihf()).isCloseTo(56.0 / 110, within(1e-14));
    }
    var first = TwoActions.run(0, 10).estimates().get(0);
    assertThat(first.sft()).isEqualTo(0.5);
    assertThat(first.preference()).isCloseTo(0.6, within(1e-14));
  }

  @Test
  void aihfVariesAsThePaperDerivesAndLessThanEitherSource() {
    var spreads = TwoActions.run(1, 20_000).spreads();
    var sft = spreads.get(0);
    var preferences = spreads.get(1);
    var rlhf = spreads.get(2);
    var aihf = spreads.get(3);
    for (var spread : new TwoActions.Spread[] {sft, preferences, aihf}) {
      // The variance of a variance of 20,000 draws: 4 % is four standard errors.
      assertThat(spread.variance() / spread.predictedVariance()).isCloseTo(1, within(0.04));
      assertThat(spread.mean()).isCloseTo(0.5, within(0.01));
    }
    assertThat(aihf.variance()).isLessThan(Math.min(sft.variance(), preferences.variance()));
    assertThat(rlhf.variance()).isGreaterThan(preferences.variance());
  }

  @Test
  void onlyAihfKeepsTheWeightOfWhatDemonstrationsDoNotCover() {
    LimitedCoverage setting = new LimitedCoverage(50, 45, 2000, 200, 5);
    var result = setting.run(0);
    Band sft = result.methods().get(0);
    Band rlhf = result.methods().get(1);
    Band aihf = result.methods().get(2);
    assertThat(sft.uncoveredMass()).isZero();
    assertThat(rlhf.uncoveredMass()).isZero();
    assertThat(aihf.uncoveredMass()).isCloseTo(result.uncoveredTruth(), within(0.004));
    assertThat(aihf.totalVariation()).isLessThan(0.1 * rlhf.totalVariation());
    assertThat(aihf.low()[49]).isLessThanOrEqualTo(aihf.median()[49]);
    assertThat(aihf.median()[49]).isLessThanOrEqualTo(aihf.high()[49]);
  }

  @Test
  void theSameSeedGivesTheSameFigure() {
    LimitedCoverage small = new LimitedCoverage(6, 4, 100, 20, 3);
    assertThat(small.run(7).methods().get(2).mean())
        .containsExactly(small.run(7).methods().get(2).mean());
  }
}
