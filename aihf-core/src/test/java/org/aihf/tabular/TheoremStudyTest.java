package org.aihf.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.aihf.tabular.TheoremStudy.Series;
import org.junit.jupiter.api.Test;

class TheoremStudyTest {
  private static final TheoremStudy.Result RESULT =
      new TheoremStudy(0.4, 0.5, new int[] {16, 32, 64, 128, 256, 512, 1024}, 4).run(0);

  @Test
  void bothAveragesFallNoSlowerThanTheoremFourOneSays() {
    Series proved = RESULT.asProved();
    assertThat(RESULT.promised()).isEqualTo(-0.5);
    assertThat(proved.policyGapExponent()).isLessThan(-0.5);
    assertThat(proved.gradientExponent()).isLessThan(-0.5);
    for (int i = 1; i < proved.points().size(); i++) {
      assertThat(proved.points().get(i).gradient())
          .isLessThan(proved.points().get(i - 1).gradient() * 1.1);
    }
  }

  @Test
  void withTheStepSizeAsPrintedTheGradientStays() {
    Series printed = RESULT.asPrinted();
    assertThat(printed.gradientExponent()).isCloseTo(0, within(0.1));
  }
}
