package org.aihf.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedSacTest {
  @Test
  void standsBesideSacOnARobotInAnyVersionAndBesideNothingElse() {
    assertThat(PublishedSac.sentence("HalfCheetah-v5", "sac"))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).contains("HalfCheetah after", "9635 \u00b1 1423"));
    assertThat(PublishedSac.sentence("Hopper-v4", "sac")).isPresent();
    assertThat(PublishedSac.sentence("Hopper-v4", "aihf")).isEmpty();
    assertThat(PublishedSac.sentence("Pendulum-v1", "sac")).isEmpty();
  }
}
