package org.aihf.mujoco.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  @Test
  void theOldestGoFirst() {
    ReplayBuffer replay = filled(3, 5);
    assertThat(replay.size()).isEqualTo(3);
    assertThat(replay.contents().rewards()).containsExactly(3, 4, 2);
  }

  @Test
  void growsUpToItsCapacityAndKeepsEverything() {
    ReplayBuffer replay = filled(10_000, 9_000);
    assertThat(replay.size()).isEqualTo(9_000);
    TransitionBatch contents = replay.contents();
    for (int i = 0; i < 9_000; i += 777) {
      assertThat(contents.rewards()[i]).isEqualTo(i);
      assertThat(contents.observations()[2 * i]).isEqualTo(i);
      assertThat(contents.nextObservations()[2 * i]).isEqualTo(i + 1);
    }
  }

  @Test
  void samplesAreWholeRowsFromEverywhere() {
    ReplayBuffer replay = filled(50, 50);
    TransitionBatch batch = TransitionBatch.allocate(2_000, 2, 1);
    replay.sample(RandomStream.of(1), batch);
    boolean[] seen = new boolean[50];
    for (int i = 0; i < batch.size(); i++) {
      int row = (int) batch.rewards()[i];
      seen[row] = true;
      assertThat(batch.observations()[2 * i]).isEqualTo(row);
      assertThat(batch.nextObservations()[2 * i]).isEqualTo(row + 1);
      assertThat(batch.actions()[i]).isEqualTo(-row);
      assertThat(batch.terminated()[i]).isEqualTo(row % 2);
    }
    assertThat(seen).containsOnly(true);
  }

  @Test
  void anEmptyOneSaysSo() {
    ReplayBuffer replay = new ReplayBuffer(3, 2, 1);
    TransitionBatch batch = TransitionBatch.allocate(1, 2, 1);
    assertThatThrownBy(() -> replay.sample(RandomStream.of(1), batch))
        .hasMessageContaining("empty");
  }

  private static ReplayBuffer filled(int capacity, int transitions) {
    ReplayBuffer replay = new ReplayBuffer(capacity, 2, 1);
    for (int i = 0; i < transitions; i++) {
      replay.add(new float[] {i, 0}, new float[] {-i}, i, new float[] {i + 1, 0}, i % 2 == 1);
    }
    return replay;
  }
}
