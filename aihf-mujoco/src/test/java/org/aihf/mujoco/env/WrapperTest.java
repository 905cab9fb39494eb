package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class WrapperTest {
  /**
   * Counts: the observation is the step's number, the reward the action; terminates on step {@code
   * end}.
   */
  private static final class Counter implements Environment {
    private final int end;
    private int count;

    Counter(int end) {
      this.end = end;
    }

    @Override
    public Box observationSpace() {
      return Box.of(1, 0, 100);
    }

    @Override
    public Box actionSpace() {
      return Box.of(1, -2, 6);
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
      return new Step(new double[] {count}, action[0], count == end, false, Info.empty());
    }

    @Override
    public void close() {}
  }

  private static List<Step> run(Environment environment, int steps) {
    List<Step> taken = new ArrayList<>();
    environment.reset(0);
    for (int t = 0; t < steps; t++) {
      taken.add(environment.step(new double[] {1}));
    }
    return taken;
  }

  @Test
  void timeLimitTruncatesButKeepsTermination() {
    List<Step> steps = run(new TimeLimit(new Counter(3), 3), 3);
    assertThat(steps).extracting(Step::truncated).containsExactly(false, false, true);
    assertThat(steps).extracting(Step::terminated).containsExactly(false, false, true);
  }

  @Test
  void fixedHorizonGoesOnAfterTermination() {
    List<Step> steps = run(new FixedHorizon(new Counter(2), 4), 4);
    assertThat(steps).extracting(Step::terminated).containsOnly(false);
    assertThat(steps).extracting(Step::truncated).containsExactly(false, false, false, true);
    assertThat(steps)
        .extracting(s -> s.info().get("terminated"))
        .containsExactly(0.0, 1.0, 0.0, 0.0);
    assertThat(steps).extracting(s -> s.observation()[0]).containsExactly(1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void absorbingStateWaitsForTheHorizonWithoutReward() {
    Environment environment = new AbsorbingState(new Counter(2), 4);
    assertThat(environment.reset(0).observation()).containsExactly(0, 0);
    List<Step> steps = run(environment, 4);
    assertThat(steps).extracting(Step::reward).containsExactly(1.0, 1.0, 0.0, 0.0);
    assertThat(steps).extracting(Step::terminated).containsOnly(false);
    assertThat(steps).extracting(Step::truncated).containsExactly(false, false, false, true);
    assertThat(steps.get(0).observation()).containsExactly(1, 0);
    assertThat(steps.subList(1, 4))
        .allSatisfy(s -> assertThat(s.observation()).containsExactly(0, 1));
    assertThat(environment.reset(0).observation()).containsExactly(0, 0);
  }

  @Test
  void actionsAreClippedOrRescaled() {
    Environment clip = new ClipAction(new Counter(9));
    clip.reset(0);
    assertThat(clip.step(new double[] {50}).reward()).isEqualTo(6);
    assertThat(clip.step(new double[] {-50}).reward()).isEqualTo(-2);
    Environment rescale = new RescaleAction(new Counter(9), -1, 1);
    rescale.reset(0);
    assertThat(rescale.actionSpace()).isEqualTo(Box.of(1, -1, 1));
    assertThat(rescale.step(new double[] {-1}).reward()).isEqualTo(-2);
    assertThat(rescale.step(new double[] {0.5}).reward()).isEqualTo(4);
    assertThatThrownBy(() -> new RescaleAction(clip, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void episodeStatisticsCountTrueRewardsBeneathNormalisation() {
    EpisodeStatistics statistics = new EpisodeStatistics(new TimeLimit(new Counter(-1), 3), 2);
    Environment environment = new NormalizeReward(statistics, 0.9);
    for (int episode = 0; episode < 3; episode++) {
      environment.reset(0);
      environment.step(new double[] {1});
      environment.step(new double[] {episode});
      Step last = environment.step(new double[] {3});
      assertThat(last.info().get("episode_return")).isEqualTo(4 + episode);
      assertThat(last.info().get("episode_length")).isEqualTo(3);
      assertThat(last.info().get("reward_raw")).isEqualTo(3);
      assertThat(last.reward()).isNotEqualTo(3);
    }
    assertThat(statistics.recent())
        .containsExactly(new EpisodeStatistics.Episode(5, 3), new EpisodeStatistics.Episode(6, 3));
  }

  @Test
  void rewardNormalisationBringsDiscountedReturnsToUnitVariance() {
    NormalizeReward environment = new NormalizeReward(new Counter(-1), 0.9);
    RandomStream random = RandomStream.of(8);
    environment.reset(0);
    double discounted = 0;
    RunningMoments moments = new RunningMoments(1);
    for (int t = 0; t < 20_000; t++) {
      discounted =
          0.9 * discounted + environment.step(new double[] {7 * random.nextGaussian()}).reward();
      if (t > 1000) {
        moments.add(discounted);
      }
    }
    assertThat(moments.variance(0)).isCloseTo(1, within(0.1));
  }

  @Test
  void rewardNormalisationIsGymnasiumsOverTerminationsAndTimeLimits() {
    JsonNode script = Fixture.read("gymnasium.json").get("rewards");
    Iterator<JsonNode> lines = script.iterator();
    Environment scripted =
        new EnvironmentWrapper(new Counter(-1)) {
          @Override
          public Step step(double[] action) {
            JsonNode line = lines.next();
            return inner()
                .step(action)
                .withReward(line.get("reward").doubleValue())
                .withEnd(
                    line.get("terminated").booleanValue(), line.get("truncated").booleanValue());
          }
        };
    NormalizeReward environment = new NormalizeReward(scripted, 0.9);
    environment.reset(0);
    for (JsonNode expected : script) {
      Step step = environment.step(new double[] {1});
      assertThat(step.reward()).isCloseTo(expected.get("normalized").doubleValue(), within(1e-9));
      if (step.done()) {
        environment.reset();
      }
    }
  }

  @Test
  void runningMomentsAreGymnasiums() {
    JsonNode fixture = Fixture.read("gymnasium.json").get("moments");
    RunningMoments moments = new RunningMoments(2);
    for (int i = 0; i < fixture.get("samples").size(); i++) {
      double[] sample = Fixture.array(fixture.get("samples").get(i));
      moments.add(sample);
      assertThat(moments.normalize(sample, 1e-8))
          .containsExactly(Fixture.array(fixture.get("normalized").get(i)), within(1e-9));
    }
  }

  @Test
  void frozenObservationMomentsStayAsTheyAre() {
    NormalizeObservation training = new NormalizeObservation(new Counter(-1));
    run(training, 10);
    double[] before = training.moments().save();
    NormalizeObservation evaluation =
        new NormalizeObservation(new Counter(-1), training.moments(), true);
    double observed = run(evaluation, 1).get(0).observation()[0];
    assertThat(training.moments().save()).isEqualTo(before);
    assertThat(observed)
        .isCloseTo(
            (1 - training.moments().mean(0)) / Math.sqrt(training.moments().variance(0) + 1e-8),
            within(1e-12));
  }

  @Test
  void restoringAnEvaluationDoesNotTurnTrainingsMomentsBack() {
    NormalizeObservation training = new NormalizeObservation(new TimeLimit(new Pendulum(), 9));
    run(training, 5);
    Environment evaluation =
        new NormalizeObservation(new Pendulum(), training.moments(), /* frozen= */ true);
    evaluation.reset(1);
    double[] snapshot = evaluation.snapshot();
    run(training, 5);
    double[] learned = training.moments().save();
    evaluation.restore(snapshot);
    assertThat(training.moments().save()).isEqualTo(learned);
  }

  @Test
  void aSnapshotOfAllWrappersContinuesBitForBit() {
    Environment environment =
        new NormalizeReward(
            new NormalizeObservation(
                new EpisodeStatistics(
                    new AbsorbingState(new TimeLimit(new Pendulum(), 50), 60), 5)),
            0.99);
    RandomStream random = RandomStream.of(4);
    environment.reset(4);
    for (int t = 0; t < 30; t++) {
      environment.step(environment.actionSpace().sample(random));
    }
    double[] snapshot = environment.snapshot();
    long stream = random.state();
    List<Step> first = continueFor(environment, random);
    environment.reset(99);
    environment.restore(snapshot);
    random.resumeAt(stream);
    List<Step> second = continueFor(environment, random);
    for (int t = 0; t < first.size(); t++) {
      assertThat(second.get(t).observation()).isEqualTo(first.get(t).observation());
      assertThat(second.get(t).reward()).isEqualTo(first.get(t).reward());
      assertThat(second.get(t).truncated()).isEqualTo(first.get(t).truncated());
      assertThat(second.get(t).info()).isEqualTo(first.get(t).info());
    }
  }

  private static List<Step> continueFor(Environment environment, RandomStream random) {
    List<Step> steps = new ArrayList<>();
    for (int t = 0; t < 40; t++) {
      Step step = environment.step(environment.actionSpace().sample(random));
      steps.add(step);
      if (step.done()) {
        environment.reset();
      }
    }
    return steps;
  }
}
