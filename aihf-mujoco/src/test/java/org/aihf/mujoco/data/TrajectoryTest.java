package org.aihf.mujoco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrajectoryTest {
  private final Trajectory trajectory = Numbered.fixture(2, 5, true);

  @Test
  void returnsAreSumsOfTrueRewards() {
    assertThat(trajectory.length()).isEqualTo(5);
    assertThat(trajectory.trueReturn()).isEqualTo(-1 + 0 + 1 + 2 + 3);
    assertThat(trajectory.trueReturn(0.5)).isCloseTo(-1 + 0.25 + 0.25 + 3 / 16.0, within(1e-12));
  }

  @Test
  void aFragmentKeepsTheObservationAfterItsLastAction() {
    Trajectory fragment = trajectory.slice(1, 3);
    assertThat(fragment.observations())
        .containsExactly(Arrays.copyOfRange(trajectory.observations(), 4, 16));
    assertThat(fragment.actions()).containsExactly(Arrays.copyOfRange(trajectory.actions(), 2, 6));
    assertThat(fragment.rewards()).containsExactly(0, 1);
    assertThat(fragment.terminated()).isFalse();
    assertThat(trajectory.slice(3, 5).terminated()).isTrue();
    assertThat(trajectory.slice(0, 5)).isSameAs(trajectory);
    assertThat(trajectory.slice(0, 2).startState()).containsExactly(trajectory.startState());
    assertThatThrownBy(() -> trajectory.slice(2, 2)).hasMessageContaining("from 2 to 2");
    assertThatThrownBy(() -> trajectory.slice(4, 6)).hasMessageContaining("5 transitions");
  }

  @Test
  void equalityIsByNumbers() {
    assertThat(trajectory)
        .isEqualTo(Numbered.fixture(2, 5, true))
        .hasSameHashCodeAs(Numbered.fixture(2, 5, true));
    assertThat(trajectory).isNotEqualTo(Numbered.fixture(2, 5, false));
    assertThat(trajectory).isNotEqualTo(Numbered.fixture(1, 5, true));
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new Trajectory(new float[8], new float[2], new float[2], 4, 1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 2 and 8");
  }

  @Test
  void aBatchHasTheTransitionsSideBySide() {
    TransitionBatch batch =
        TransitionBatch.of(List.of(Numbered.fixture(0, 3, true), Numbered.fixture(1, 1, false)));
    assertThat(batch.size()).isEqualTo(4);
    assertThat(batch.terminated()).containsExactly(0, 0, 1, 0);
    assertThat(batch.rewards()).containsExactly(0, 1, 2, -0.5f);
    for (int row = 0; row < 4; row++) {
      float first = row < 3 ? row / 8f : 1;
      assertThat(batch.observations()[row * 4]).isEqualTo(first);
      assertThat(batch.nextObservations()[row * 4]).isEqualTo(first + 1 / 8f);
      assertThat(batch.actions()[row * 2]).isEqualTo(-first);
    }
    assertThatThrownBy(() -> TransitionBatch.allocate(4, 3, 2).set(0, trajectory))
        .hasMessageContaining(
            "of 3 and actions of 2 numbers does not take a trajectory with 4 and 2");
  }
}
