package org.aihf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.objective.RewardObjective;
import org.aihf.policy.Policy;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.RewardModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the loop does in which order, on a policy and a reward that only write down what happens.
 */
class AihfTest {
  private static final List<String> DEMONSTRATIONS = List.of("a!", "b!", "c!");
  private static final List<Preference<String>> PREFERENCES =
      List.of(Preference.of("a+", "a-"), Preference.of("b+", "b-"));

  @TempDir Path directory;

  private final List<String> events = new ArrayList<>();
  private final RecordingPolicy policy = new RecordingPolicy();
  private final RecordingReward reward = new RecordingReward();

  @Test
  void oneIterationIsPolicyAlignmentThenSamplesThenRewardAlignment() {
    loop(config(1, 2, 1, 3, 1)).run();
    assertThat(events)
        .containsExactly(
            "align policy at reward 0", "align policy at reward 0", "sample 3", "align reward 3/1");
  }

  @Test
  void ownSamplesAnswerTheDemonstrationsContextsWithThePolicyJustAligned() {
    loop(config(2, 1, 2, 3, 0)).run();
    assertThat(reward.batches).hasSize(4);
    for (int step = 0; step < 4; step++) {
      RewardBatch<String> batch = reward.batches.get(step);
      for (int i = 0; i < 3; i++) {
        String context = batch.demonstrations().get(i).substring(0, 1);
        int version = step / 2 + 1;
        assertThat(batch.ownSamples().get(i)).isEqualTo(context + " by policy " + version);
      }
    }
  }

  @Test
  void thePolicyMeetsTheRewardAsLastAligned() {
    loop(config(3, 1, 2, 1, 1)).run();
    assertThat(events.stream().filter(e -> e.startsWith("align policy")))
        .containsExactly(
            "align policy at reward 0", "align policy at reward 2", "align policy at reward 4");
  }

  @Test
  void dataAreDrawnWithoutReplacementWithinAnEpoch() {
    loop(config(3, 0, 1, 1, 1)).run();
    assertThat(reward.batches.stream().flatMap(b -> b.demonstrations().stream()))
        .containsExactlyInAnyOrderElementsOf(DEMONSTRATIONS);
  }

  @Test
  void withoutDemonstrationsNothingIsSampled() {
    loop(config(2, 1, 1, 0, 2)).run();
    assertThat(events).noneMatch(e -> e.startsWith("sample"));
    assertThat(reward.batches.get(0).preferences()).hasSize(2);
  }

  @Test
  void withoutRewardStepsOnlyThePolicyIsAligned() {
    loop(config(2, 1, 0, 0, 0)).run();
    assertThat(events).allMatch(e -> e.startsWith("align policy"));
    assertThat(policy.version).isEqualTo(2);
  }

  @Test
  void listenersHearEveryStepWithItsIteration() {
    List<String> heard = new ArrayList<>();
    AihfListener listener =
        new AihfListener() {
          @Override
          public void onPolicyStep(int iteration, Metrics metrics) {
            heard.add("policy " + iteration);
          }

          @Override
          public void onRewardStep(int iteration, Metrics metrics) {
            heard.add("reward " + iteration);
          }

          @Override
          public boolean onIteration(int iteration, Metrics metrics) {
            heard.add("iteration " + iteration + " version " + metrics.get("version"));
            return true;
          }
        };
    AihfResult result = builder(config(2, 1, 1, 1, 0)).listener(listener).build().run();
    assertThat(heard)
        .containsExactly(
            "policy 0",
            "reward 0",
            "iteration 0 version 1.0",
            "policy 1",
            "reward 1",
            "iteration 1 version 2.0");
    assertThat(result.stopped()).isFalse();
    assertThat(result.iterations()).hasSize(2);
  }

  @Test
  void aListenerStopsTheRunBetweenIterationsAndItCanGoOn() {
    AihfListener stopAfterSecond =
        new AihfListener() {
          @Override
          public boolean onIteration(int iteration, Metrics metrics) {
            return iteration != 1;
          }
        };
    Aihf<String> loop = builder(config(4, 1, 1, 1, 0)).listener(stopAfterSecond).build();
    AihfResult first = loop.run();
    assertThat(first.stopped()).isTrue();
    assertThat(first.iterations()).hasSize(2);
    assertThat(loop.iteration()).isEqualTo(2);
    assertThat(loop.run().iterations()).hasSize(2);
    assertThat(policy.version).isEqualTo(4);
  }

  @Test
  void stoppingAfterTheLastIterationIsNoStop() {
    AihfListener stopper =
        new AihfListener() {
          @Override
          public boolean onIteration(int iteration, Metrics metrics) {
            return false;
          }
        };
    assertThat(builder(config(1, 1, 1, 1, 0)).listener(stopper).build().run().stopped()).isFalse();
  }

  @Test
  void refusesConfigurationsThatCannotRun() {
    assertThatThrownBy(() -> config(0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("iterations must be at least 1, not 0");
    assertThatThrownBy(() -> config(1, -1, 1, 1, 1))
        .hasMessage("policySteps must be at least 0, not -1");
    assertThatThrownBy(() -> config(1, 1, 1, 0, 0))
        .hasMessage("rewardSteps=1 needs data: set demonstrationBatch or preferenceBatch above 0");
    assertThatThrownBy(() -> Aihf.builder(policy, reward).config(config(1, 1, 1, 2, 0)).build())
        .hasMessage(
            "a batch of 2 demonstrations per reward step was asked for, but there are no demonstrations");
    assertThatThrownBy(() -> Aihf.builder(policy, reward).build())
        .hasMessage("Aihf needs a config: builder(policy, reward).config(...)");
  }

  @Test
  void resumingWithOtherDataIsRefused() throws IOException {
    loop(config(1, 1, 1, 1, 1)).save(directory);
    Aihf<String> other =
        Aihf.builder(policy, reward)
            .config(config(1, 1, 1, 1, 1))
            .demonstrations(List.of("a!"))
            .preferences(PREFERENCES)
            .build();
    assertThatThrownBy(() -> other.restore(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.resolve("loop.txt")
                + ": the run used 3 demonstrations, now there are 1; resume with the same data");
  }

  @Test
  void aBrokenProgressFileIsNamed() throws IOException {
    Aihf<String> loop = loop(config(1, 1, 1, 1, 1));
    Files.writeString(directory.resolve("loop.txt"), "three of them\n");
    assertThatThrownBy(() -> loop.restore(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(
            directory.resolve("loop.txt")
                + ": expected 'iteration drawn/size drawn/size', found 'three of them'");
  }

  private Aihf<String> loop(AihfConfig config) {
    return builder(config).build();
  }

  private Aihf.Builder<String> builder(AihfConfig config) {
    return Aihf.builder(policy, reward)
        .config(config)
        .demonstrations(DEMONSTRATIONS)
        .preferences(PREFERENCES);
  }

  private static AihfConfig config(
      int iterations, int policySteps, int rewardSteps, int demonstrations, int preferences) {
    return new AihfConfig(
        iterations,
        policySteps,
        rewardSteps,
        JointObjective.linear(1),
        demonstrations,
        preferences,
        7);
  }

  private final class RecordingPolicy implements Policy<String> {
    private int version;

    @Override
    public Metrics align(RewardFunction<String> r, int steps, Consumer<Metrics> onStep) {
      for (int i = 0; i < steps; i++) {
        events.add("align policy at reward " + (int) r.score(List.of("x"))[0]);
        version++;
        onStep.accept(Metrics.of("version", version));
      }
      return Metrics.of("version", version);
    }

    @Override
    public List<String> sample(List<String> contexts) {
      events.add("sample " + contexts.size());
      return contexts.stream().map(c -> c.charAt(0) + " by policy " + version).toList();
    }

    @Override
    public void save(Path to) {}

    @Override
    public void restore(Path from) {}
  }

  private final class RecordingReward implements RewardModel<String> {
    private final List<RewardBatch<String>> batches = new ArrayList<>();

    @Override
    public double[] score(List<String> trajectories) {
      return trajectories.stream().mapToDouble(t -> batches.size()).toArray();
    }

    @Override
    public Metrics align(RewardBatch<String> batch, RewardObjective objective) {
      events.add(
          "align reward %d/%d"
              .formatted(batch.demonstrations().size(), batch.preferences().size()));
      batches.add(batch);
      return Metrics.of("loss/reward", 0);
    }

    @Override
    public void save(Path to) {}

    @Override
    public void restore(Path from) {}
  }
}
