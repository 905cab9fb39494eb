package org.aihf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class EpochSamplerTest {
  private static final List<Integer> ITEMS = List.of(0, 1, 2, 3, 4, 5, 6);

  @Test
  void everyItemComesOncePerEpoch() {
    EpochSampler<Integer> sampler = new EpochSampler<>(ITEMS, RandomStream.of(1));
    List<Integer> drawn = new ArrayList<>();
    while (drawn.size() < 21) {
      drawn.addAll(sampler.next(3));
    }
    List<List<Integer>> epochs =
        List.of(drawn.subList(0, 7), drawn.subList(7, 14), drawn.subList(14, 21));
    assertThat(epochs).allSatisfy(e -> assertThat(e).containsExactlyInAnyOrderElementsOf(ITEMS));
    assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1));
    assertThat(sampler.epoch()).isEqualTo(3);
  }

  @Test
  void continuesWhereAnotherStopped() {
    EpochSampler<Integer> first = new EpochSampler<>(ITEMS, RandomStream.of(5));
    first.next(10);
    EpochSampler<Integer> second = new EpochSampler<>(ITEMS, RandomStream.of(5));
    second.resumeAt(first.drawn());
    assertThat(second.next(30)).isEqualTo(first.next(30));
  }

  @Test
  void theOrderDependsOnTheSeedOnly() {
    assertThat(new EpochSampler<>(ITEMS, RandomStream.of(5)).next(7))
        .isEqualTo(new EpochSampler<>(ITEMS, RandomStream.of(5)).next(7))
        .isNotEqualTo(new EpochSampler<>(ITEMS, RandomStream.of(6)).next(7));
  }

  @Test
  void anEmptyDataSetIsRefused() {
    assertThatThrownBy(() -> new EpochSampler<>(List.of(), RandomStream.of(1)))
        .hasMessage("cannot sample from an empty data set");
  }
}
