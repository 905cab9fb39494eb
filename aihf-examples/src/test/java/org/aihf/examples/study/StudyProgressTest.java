package org.aihf.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aihf.run.Progress;
import org.junit.jupiter.api.Test;

class StudyProgressTest {
  private final List<String> shown = new ArrayList<>();

  private final Progress recording =
      new Progress() {
        @Override
        public void advance(long units) {
          shown.add("+" + units);
        }

        @Override
        public void message(String text) {
          shown.add(text);
        }

        @Override
        public void close() {}
      };

  @Test
  void saysHowFarTheRunningOnesAre() {
    try (StudyProgress progress = new StudyProgress(recording)) {
      progress.hear("rlhf-seed-1", "WARNING: not a line of progress");
      progress.hear("rlhf-seed-1", "rlhf: 1/200 (0 %), 0.22/s, 9 min 02 s left");
      progress.hear("aihf-seed-1", "aihf: 94/200 (47 %), 0.22/s, 8 min 02 s left, true return 3");
      progress.done("aihf-seed-1");
      progress.hear("rlhf-seed-1", "rlhf: 2/200 (1 %), 0.22/s, 9 min 02 s left");
    }
    assertThat(shown)
        .containsExactly(
            "rlhf-seed-1 1/200", "+0",
            "aihf-seed-1 94/200, rlhf-seed-1 1/200", "+0",
            "aihf-seed-1 is done", "+1",
            "rlhf-seed-1 2/200", "+0");
  }
}
