package org.aihf.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void theSameSeedGivesTheSameNumbers() {
    assertThat(longs(RandomStream.of(7))).containsExactly(longs(RandomStream.of(7)));
    assertThat(longs(RandomStream.of(7))).isNotEqualTo(longs(RandomStream.of(8)));
  }

  @Test
  void aSplitDependsOnItsNameAndNotOnWhatWasDrawnBefore() {
    RandomStream used = RandomStream.of(7);
    used.nextLong();
    long[] split = longs(used.split("data"));
    assertThat(split).containsExactly(longs(RandomStream.of(7).split("data")));
    assertThat(split).isNotEqualTo(longs(RandomStream.of(7).split("sampling")));
    assertThat(split).isNotEqualTo(longs(RandomStream.of(7)));
    assertThat(longs(RandomStream.of(7).split("a", 1)))
        .isNotEqualTo(longs(RandomStream.of(7).split("a", 2)));
  }

  @Test
  void continuesFromASavedState() {
    RandomStream first = RandomStream.of(7);
    first.nextGaussian();
    RandomStream second = RandomStream.of(7);
    second.resumeAt(first.state());
    assertThat(longs(second)).containsExactly(longs(first));
  }

  @Test
  void splitsAreUniformAndUncorrelatedWithTheirSiblings() {
    RandomStream root = RandomStream.of(3);
    int n = 20_000;
    double mean = 0;
    double correlation = 0;
    Set<Long> firsts = new HashSet<>();
    for (int i = 0; i < n; i++) {
      double x = root.split("s", i).nextDouble() - 0.5;
      double y = root.split("s", i + 1).nextDouble() - 0.5;
      mean += x / n;
      correlation += 12 * x * y / n;
      firsts.add(root.split("s", i).nextLong());
    }
    assertThat(mean).isCloseTo(0, within(0.01));
    assertThat(correlation).isCloseTo(0, within(0.03));
    assertThat(firsts).hasSize(n);
  }

  private static long[] longs(RandomStream stream) {
    return stream.longs(5).toArray();
  }
}
