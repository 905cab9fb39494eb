package org.aihf.mujoco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Info;
import org.aihf.mujoco.env.Reset;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.env.TimeLimit;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class EpisodeCollectorTest {
  /** Observes the step's number and pays twice the action; falls on step {@code end}. */
  private static final class Counter implements Environment {
    private final int end;
    private int count;

    Counter(int end) {
      this.end = end;
    }

    @Override
    public Box observationSpace() {
      return Box.of(1, 0, 1e9);
    }

    @Override
    public Box actionSpace() {
      return Box.of(1, -2, 2);
    }

    @Override
    public Reset reset(long seed) {
      return reset();
    }

    @Override
    public Reset reset() {
      count = 0;
      return new Reset(new double[] {0}, Info.empty());
    }

    @Override
    public Step step(double[] action) {
      count++;
      return new Step(new double[] {count}, 2 * action[0], count == end, false, Info.empty());
    }

    @Override
    public void close() {}
  }

  private static final Actor HALF = Actor.of(observation -> new double[] {observation[0] / 2});

  private static Trajectory episode(Environment environment) {
    return new EpisodeCollector(environment, HALF, RandomStream.of(1)).next();
  }

  @Test
  void anEpisodeIsWhatHappened() {
    Trajectory fell = episode(new Counter(3));
    assertThat(fell)
        .isEqualTo(
            new Trajectory(
                new float[] {0, 1, 2, 3},
                new float[] {0, 0.5f, 1},
                new float[] {0, 1, 2},
                1,
                1,
                true));
  }

  @Test
  void aTimeLimitDoesNotTerminateButAFallOnItDoes() {
    assertThat(episode(new TimeLimit(new Counter(9), 3)))
        .satisfies(t -> assertThat(t.length()).isEqualTo(3))
        .satisfies(t -> assertThat(t.terminated()).isFalse());
    assertThat(episode(new TimeLimit(new Counter(3), 3)).terminated()).isTrue();
  }

  @Test
  void transitionsAreWholeEpisodes() {
    List<Trajectory> some =
        new EpisodeCollector(new Counter(30), HALF, RandomStream.of(1)).transitions(61);
    assertThat(some).hasSize(3).allMatch(t -> t.length() == 30);
  }

  @Test
  void theSameSeedGivesTheSameEpisodesWhateverTheirNumber() {
    try (Environment pendulum = Environments.make("Pendulum-v1")) {
      Actor actor = Actor.uniform(pendulum.actionSpace());
      List<Trajectory> three =
          new EpisodeCollector(pendulum, actor, RandomStream.of(4)).episodes(3);
      assertThat(new EpisodeCollector(pendulum, actor, RandomStream.of(4)).episodes(2))
          .isEqualTo(three.subList(0, 2));
      assertThat(new EpisodeCollector(pendulum, actor, RandomStream.of(5)).next())
          .isNotEqualTo(three.get(0));
      assertThat(three.get(0)).isNotEqualTo(three.get(1));
      assertThat(three).allMatch(t -> t.length() == 200 && !t.terminated());
    }
  }

  @Test
  void mixingWithAnotherActorActsAsEitherOfThem() {
    Actor two = (observation, random, action) -> action[0] = 2;
    float[] counts = new float[2];
    Actor mixed = HALF.mixedWith(two, 0.25);
    RandomStream random = RandomStream.of(8);
    for (int i = 0; i < 4000; i++) {
      float[] action = new float[1];
      mixed.act(new float[] {0}, random, action);
      counts[action[0] == 2 ? 1 : 0]++;
    }
    assertThat(counts[1] / 4000).isBetween(0.22f, 0.28f);
    assertThat(counts[0] + counts[1]).isEqualTo(4000);
  }

  @Test
  void anActorWithTooManyNumbersIsRefused() {
    Actor wrong = Actor.of(observation -> new double[2]);
    EpisodeCollector collector = new EpisodeCollector(new Counter(3), wrong, RandomStream.of(1));
    assertThatThrownBy(collector::next)
        .hasMessageContaining("gave 2 numbers; an action here has 1");
  }
}
