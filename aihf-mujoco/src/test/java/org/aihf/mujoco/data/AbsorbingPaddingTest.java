package org.aihf.mujoco.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.aihf.mujoco.NeedsMujoco;
import org.aihf.mujoco.env.AbsorbingState;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Horizon;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class AbsorbingPaddingTest {
  private static Trajectory play(Environment environment) {
    try (environment) {
      // The actor must not see the additional number, nor the absorbing state's zeros.
      Actor actor = (observation, random, action) -> action[0] = (float) random.nextDouble(-1, 1);
      return new EpisodeCollector(environment, actor, RandomStream.of(6)).next();
    }
  }

  private static float[] zeroed(Trajectory trajectory, int from) {
    float[] actions = trajectory.actions().clone();
    Arrays.fill(actions, from * trajectory.actionSize(), actions.length, 0);
    return actions;
  }

  @Test
  @NeedsMujoco
  void aPaddedEpisodeIsWhatTheWrapperWouldHavePlayed() {
    Trajectory fallen = play(Environments.make("Hopper-v4"));
    assertThat(fallen.terminated()).isTrue();
    for (int horizon : new int[] {fallen.length() - 3, fallen.length(), 200}) {
      Trajectory wrapped = play(new AbsorbingState(Environments.make("Hopper-v4"), horizon));
      Trajectory padded = AbsorbingPadding.pad(fallen, horizon);
      assertThat(padded.observations()).containsExactly(wrapped.observations());
      assertThat(padded.rewards()).containsExactly(wrapped.rewards());
      assertThat(padded.actions())
          .containsExactly(zeroed(wrapped, Math.min(horizon, fallen.length())));
      assertThat(padded.terminated()).isEqualTo(wrapped.terminated()).isFalse();
      assertThat(padded.trueReturn(0.9)).isEqualTo(wrapped.trueReturn(0.9));
    }
  }

  @Test
  void whatWasCutOffIsNotMadeLonger() {
    Trajectory padded = AbsorbingPadding.pad(Numbered.fixture(0, 5, false), 9);
    assertThat(padded.length()).isEqualTo(5);
    assertThat(padded.observationSize()).isEqualTo(5);
    for (int t = 0; t <= 5; t++) {
      assertThat(padded.observations()[t * 5 + 4]).isZero();
    }
  }

  @Test
  @NeedsMujoco
  void horizonsOtherThanVariableMakeAllEpisodesEquallyLong() {
    assertThat(play(Horizon.VARIABLE.make("Hopper-v4")).length()).isLessThan(200);
    assertThat(play(Horizon.FIXED.make("Hopper-v4")))
        .satisfies(t -> assertThat(t.length()).isEqualTo(1000))
        .satisfies(t -> assertThat(t.observationSize()).isEqualTo(11))
        .satisfies(t -> assertThat(t.terminated()).isFalse());
    assertThat(play(Horizon.ABSORBING.make("Hopper-v4")))
        .satisfies(t -> assertThat(t.length()).isEqualTo(1000))
        .satisfies(t -> assertThat(t.observationSize()).isEqualTo(12));
    assertThat(play(Horizon.FIXED.make("Pendulum-v1")).length()).isEqualTo(200);
  }
}
