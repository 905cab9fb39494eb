package org.aihf.mujoco.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.data.Preference;
import org.aihf.mujoco.data.AbsorbingPadding;
import org.aihf.mujoco.data.Numbered;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardNetworkTest {
  private static final int S = 4;
  private static final int A = 2;
  private static TorchRuntime runtime;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static RewardNetwork network(RewardNetworkConfig config) {
    return new RewardNetwork(
        runtime, config, RandomStream.of(7), LearningRateSchedule.constant(1e-3));
  }

  private static RewardNetworkConfig config() {
    return RewardNetworkConfig.of(S, A).withHiddenSizes(16, 8);
  }

  private static List<Trajectory> trajectories(int count, int length) {
    RandomStream random = RandomStream.of(21);
    List<Trajectory> trajectories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trajectories.add(Numbered.random(random, length + i, S, A, 1));
    }
    return trajectories;
  }

  private static double[] input(RewardInput input, TransitionBatch batch, int row) {
    double[] all = new double[S + A + S];
    for (int i = 0; i < S; i++) {
      all[i] = batch.observations()[row * S + i];
      all[S + A + i] = batch.nextObservations()[row * S + i];
    }
    for (int i = 0; i < A; i++) {
      all[S + i] = batch.actions()[row * A + i];
    }
    return Arrays.copyOf(all, input.size(S, A));
  }

  @ParameterizedTest
  @EnumSource
  void aStepsRewardIsTheNetworkOfWhatItMaySee(RewardInput input) {
    TransitionBatch batch = TransitionBatch.of(trajectories(3, 6));
    try (RewardNetwork network = network(config().withInput(input))) {
      ReferenceNetwork reference = new ReferenceNetwork(network.parameters(), 0);
      float[] rewards = new float[batch.size()];
      network.rewards(batch, rewards);
      for (int row = 0; row < rewards.length; row++) {
        assertThat((double) rewards[row])
            .isCloseTo(reference.reward(input(input, batch, row)), within(1e-5));
      }
    }
  }

  @Test
  void weightDecayKeepsTheLinearTermFromDrivingRewardsToTheirBound() {
    assertThat(shareAtTheBound(0)).as("without it the reward has no slope left").isGreaterThan(0.9);
    assertThat(shareAtTheBound(10)).isLessThan(0.1);
  }

  /** Of the rewards of what eq. 22 compared, after steps that nothing else ends. */
  private static double shareAtTheBound(double weightDecay) {
    List<Trajectory> all = trajectories(8, 6);
    RewardNetworkConfig config = config().withBound(OutputBound.tanh(1));
    config = config.withOptimizer(config.optimizer().withWeightDecay(weightDecay));
    try (RewardNetwork network =
        new RewardNetwork(
            runtime, config, RandomStream.of(7), LearningRateSchedule.constant(1e-2))) {
      RewardBatch<Trajectory> batch =
          new RewardBatch<>(all.subList(0, 4), all.subList(4, 8), List.of());
      for (int step = 0; step < 1000; step++) {
        network.align(batch, JointObjective.linear(1));
      }
      float[] rewards = new float[TransitionBatch.of(all).size()];
      network.rewards(TransitionBatch.of(all), rewards);
      int atTheBound = 0;
      for (float reward : rewards) {
        atTheBound += Math.abs(reward) > 0.99 ? 1 : 0;
      }
      return (double) atTheBound / rewards.length;
    }
  }

  @Test
  void anEnsembleGivesItsMeanLessItsDeviationAndEachMemberIsBounded() {
    TransitionBatch batch = TransitionBatch.of(trajectories(2, 9));
    double limit = 0.1;
    for (OutputBound bound :
        List.of(OutputBound.none(), OutputBound.clamp(limit), OutputBound.tanh(limit))) {
      DoubleUnaryOperator bounded =
          switch (bound.kind()) {
            case NONE -> r -> r;
            case CLAMP -> r -> Math.max(-limit, Math.min(limit, r));
            case TANH -> r -> limit * Math.tanh(r / limit);
          };
      for (double pessimism : new double[] {0, 0.7}) {
        try (RewardNetwork network =
            network(config().withEnsemble(3, pessimism).withBound(bound))) {
          float[] rewards = new float[batch.size()];
          network.rewards(batch, rewards);
          for (int row = 0; row < rewards.length; row++) {
            double[] members = new double[3];
            for (int m = 0; m < 3; m++) {
              ReferenceNetwork member = new ReferenceNetwork(network.parameters(), m);
              members[m] =
                  bounded.applyAsDouble(member.reward(input(RewardInput.STATE_ACTION, batch, row)));
            }
            double mean = Arrays.stream(members).average().orElseThrow();
            double variance =
                Arrays.stream(members).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
            assertThat(variance).isPositive();
            assertThat((double) rewards[row])
                .isCloseTo(mean - pessimism * Math.sqrt(variance), within(1e-5));
          }
        }
      }
    }
  }

  @Test
  void scoresAreDiscountedSumsOfStepRewards() {
    List<Trajectory> trajectories = trajectories(4, 5);
    try (RewardNetwork network = network(config().withDiscount(0.9))) {
      double[] scores = network.score(trajectories);
      for (int i = 0; i < scores.length; i++) {
        TransitionBatch batch = TransitionBatch.of(List.of(trajectories.get(i)));
        float[] rewards = new float[batch.size()];
        network.rewards(batch, rewards);
        double expected = 0;
        for (int t = 0; t < rewards.length; t++) {
          expected += Math.pow(0.9, t) * rewards[t];
        }
        assertThat(scores[i]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  /** d/dθ of Σ c R(τ), against central differences of the same network in doubles. */
  @Test
  void gradientsOfReturnsAreThoseOfFiniteDifferences() {
    RewardNetworkConfig config =
        config()
            .withInput(RewardInput.STATE_ACTION_NEXT_STATE)
            .withEnsemble(2, 0)
            .withDiscount(0.95);
    List<Trajectory> trajectories = trajectories(3, 6);
    double[] coefficients = {0.7, -1.3, 0.4};
    try (StepNetwork network = new StepNetwork(runtime, config, RandomStream.of(5))) {
      MemberReturns returns = new MemberReturns(network, new StepFeatures(config), config, 1);
      returns.accumulate(
          List.of(trajectories.subList(0, 2), trajectories.subList(2, 3)),
          (group, scores) ->
              group == 0
                  ? new double[][] {{coefficients[0]}, {coefficients[1]}}
                  : new double[][] {{coefficients[2]}});
      ReferenceNetwork reference = new ReferenceNetwork(network.parameters(), 1);
      double largest = 0;
      for (int layer = 0; layer < reference.weights.length; layer++) {
        int in = reference.weights[layer].length;
        int out = reference.biases[layer].length;
        float[] weight = network.parameters().gradient("layers." + layer + ".weight").orElseThrow();
        float[] bias = network.parameters().gradient("layers." + layer + ".bias").orElseThrow();
        for (int j = 0; j < out; j++) {
          for (int i = 0; i < in; i++) {
            double expected =
                slope(
                    reference, reference.weights[layer][i], j, config, trajectories, coefficients);
            assertThat((double) weight[(in + i) * out + j]).isCloseTo(expected, within(1e-4));
            assertThat(weight[i * out + j]).as("of the other member").isZero();
            largest = Math.max(largest, Math.abs(expected));
          }
          double expected =
              slope(reference, reference.biases[layer], j, config, trajectories, coefficients);
          assertThat((double) bias[out + j]).isCloseTo(expected, within(1e-4));
        }
      }
      assertThat(largest).isGreaterThan(0.1);
    }
  }

  private static double slope(
      ReferenceNetwork network,
      double[] weights,
      int index,
      RewardNetworkConfig config,
      List<Trajectory> trajectories,
      double[] coefficients) {
    double h = 1e-6;
    double weight = weights[index];
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      weights[index] = weight + (side == 0 ? h : -h);
      for (int k = 0; k < coefficients.length; k++) {
        TransitionBatch batch = TransitionBatch.of(List.of(trajectories.get(k)));
        for (int t = 0; t < batch.size(); t++) {
          values[side] +=
              coefficients[k]
                  * Math.pow(config.discount(), t)
                  * network.reward(input(config.input(), batch, t));
        }
      }
    }
    weights[index] = weight;
    return (values[0] - values[1]) / (2 * h);
  }

  @Test
  void manyPassesGiveTheSameGradientAsOne() {
    List<List<Trajectory>> groups = trajectories(4, 10_000).stream().map(List::of).toList();
    try (StepNetwork network = new StepNetwork(runtime, config(), RandomStream.of(5))) {
      MemberReturns returns = new MemberReturns(network, new StepFeatures(config()), config(), 0);
      double[][] scores = new double[4][];
      returns.accumulate(
          groups,
          (group, of) -> {
            scores[group] = of[0];
            return new double[][] {{group + 1}};
          });
      float[] together = network.parameters().gradient("layers.0.weight").orElseThrow();
      network.parameters().clearGradients();
      double[][][] alone = returns.evaluate(groups);
      for (int g = 0; g < 4; g++) {
        double c = g + 1;
        assertThat(alone[g][0]).containsExactly(scores[g]);
        returns.accumulate(List.of(groups.get(g)), (group, of) -> new double[][] {{c}});
      }
      float[] apart = network.parameters().gradient("layers.0.weight").orElseThrow();
      for (int i = 0; i < apart.length; i++) {
        assertThat(apart[i]).isCloseTo(together[i], within(1e-4f * (1 + Math.abs(together[i]))));
      }
    }
  }

  @Test
  void fittedScalingSeesTheSameWhateverTheUnitsOfTheData() {
    List<Trajectory> data = trajectories(20, 50);
    List<Trajectory> otherUnits = data.stream().map(t -> changedUnits(t)).toList();
    RewardNetworkConfig config =
        config()
            .withScaling(ObservationScaling.FITTED)
            .withInput(RewardInput.STATE_ACTION_NEXT_STATE);
    try (RewardNetwork first = network(config);
        RewardNetwork second = network(config)) {
      assertThatThrownBy(() -> first.score(data)).hasMessageContaining("fitScaling");
      first.fitScaling(data);
      second.fitScaling(otherUnits);
      double[] scores = first.score(data);
      assertThat(second.score(otherUnits)).containsExactly(scores, within(1e-3));
      assertThat(first.score(otherUnits)[0]).isNotCloseTo(scores[0], within(0.1));
    }
  }

  private static Trajectory changedUnits(Trajectory trajectory) {
    float[] observations = trajectory.observations().clone();
    for (int i = 0; i < observations.length; i++) {
      observations[i] = 20 * observations[i] + 8;
    }
    return new Trajectory(
        observations, trajectory.actions(), trajectory.rewards(), S, A, trajectory.terminated());
  }

  @Test
  void aComponentThatNeverVariedDoesNotBlowUpWhenItDoes() {
    Trajectory constant = new Trajectory(new float[40], new float[18], new float[9], S, A, false);
    float[] one = new float[40];
    Arrays.fill(one, 1);
    Trajectory absorbed = new Trajectory(one, new float[18], new float[9], S, A, false);
    try (RewardNetwork network = network(config().withScaling(ObservationScaling.FITTED))) {
      network.fitScaling(List.of(constant));
      assertThat(Math.abs(network.score(List.of(absorbed))[0])).isLessThan(100);
    }
  }

  @Test
  void absorbingStatesHaveOneActionAndDoNotCountInTheScaling() {
    List<Trajectory> fell = trajectories(6, 20).stream().map(t -> terminated(t)).toList();
    List<Trajectory> padded = fell.stream().map(t -> AbsorbingPadding.pad(t, 90)).toList();
    RewardNetworkConfig config =
        RewardNetworkConfig.of(S + 1, A)
            .withAbsorbing(true)
            .withScaling(ObservationScaling.FITTED)
            .withDiscount(1);
    List<Trajectory> otherActions = padded.stream().map(t -> actingWhenAbsorbed(t)).toList();
    try (RewardNetwork first = network(config);
        RewardNetwork second = network(config)) {
      first.fitScaling(padded);
      assertThat(first.score(otherActions)).containsExactly(first.score(padded));
      second.fitScaling(fell.stream().map(t -> AbsorbingPadding.pad(t, t.length())).toList());
      assertThat(second.score(padded)).containsExactly(first.score(padded));
    }
    try (RewardNetwork plain = network(config.withAbsorbing(false))) {
      plain.fitScaling(padded);
      assertThat(plain.score(otherActions)).isNotEqualTo(plain.score(padded));
    }
  }

  private static Trajectory terminated(Trajectory t) {
    return new Trajectory(t.observations(), t.actions(), t.rewards(), S, A, true);
  }

  private static Trajectory actingWhenAbsorbed(Trajectory t) {
    float[] actions = t.actions().clone();
    for (int i = 0; i < t.length(); i++) {
      if (t.observations()[i * (S + 1) + S] == 1) {
        actions[i * A] = 1;
      }
    }
    return new Trajectory(t.observations(), actions, t.rewards(), S + 1, A, t.terminated());
  }

  @Test
  void thePolicySeesTheRewardLessItsOffsetOverItsScale() {
    TransitionBatch batch = TransitionBatch.of(trajectories(5, 40));
    float[] raw = new float[batch.size()];
    float[] seen = new float[batch.size()];
    try (RewardNetwork network = network(config())) {
      network.rewards(batch, raw);
      Metrics nothing = network.calibrate(batch);
      assertThat(nothing.get("reward/offset")).isZero();
      assertThat(nothing.get("reward/scale")).isEqualTo(1);
      network.rewards(batch, seen);
      assertThat(seen).containsExactly(raw);
    }
    double mean = mean(raw);
    double deviation = deviation(raw);
    try (RewardNetwork network = network(config().withView(RewardView.standardized()))) {
      network.calibrate(batch);
      assertThat(network.offset()).isCloseTo(mean, within(1e-6));
      assertThat(network.scale()).isCloseTo(deviation, within(1e-6));
      network.rewards(batch, seen);
      assertThat(mean(seen)).isCloseTo(0, within(1e-5));
      assertThat(deviation(seen)).isCloseTo(1, within(1e-5));
    }
    RewardView living = new RewardView(RewardView.Offset.MINIMUM, RewardView.Scale.NONE);
    try (RewardNetwork network = network(config().withView(living))) {
      network.calibrate(batch);
      network.rewards(batch, seen);
      for (float r : seen) {
        assertThat(r).isNotNegative();
      }
      assertThat(mean(seen)).isCloseTo(mean - network.offset(), within(1e-5));
    }
  }

  @Test
  void waitingInTheAbsorbingStateDoesNotCountForTheScale() {
    int steps = 20;
    float[] observations = new float[(steps + 1) * 3];
    for (int t = 0; t <= steps; t++) {
      observations[3 * t] = t < 5 ? t : 0;
      observations[3 * t + 2] = t < 5 ? 0 : 1;
    }
    float[] actions = new float[steps];
    actions[2] = 0.5f;
    Trajectory fallen = new Trajectory(observations, actions, new float[steps], 3, 1, false);
    RewardNetworkConfig config =
        RewardNetworkConfig.of(3, 1).withAbsorbing(true).withHiddenSizes(16, 8);
    TransitionBatch batch = TransitionBatch.of(List.of(fallen));
    float[] raw = new float[steps];
    try (RewardNetwork network = network(config)) {
      network.rewards(batch, raw);
    }
    try (RewardNetwork network = network(config.withView(RewardView.standardized()))) {
      network.calibrate(batch);
      float[] acting = Arrays.copyOf(raw, 5);
      assertThat(network.offset()).isCloseTo(mean(acting), within(1e-6));
      assertThat(network.scale()).isCloseTo(deviation(acting), within(1e-6));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }

  @Test
  void aSavedNetworkIsLoadedBitForBitWithItsScalingAndView() throws IOException {
    List<Trajectory> data = trajectories(6, 30);
    RewardBatch<Trajectory> batch = batch(data);
    RewardNetworkConfig config =
        config()
            .withEnsemble(2, 0.5)
            .withScaling(ObservationScaling.RUNNING)
            .withView(RewardView.standardized());
    try (RewardNetwork first = network(config)) {
      first.align(batch, JointObjective.logistic(1));
      first.calibrate(TransitionBatch.of(data));
      first.save(directory);
      try (RewardNetwork second =
          RewardNetwork.load(runtime, directory, LearningRateSchedule.constant(1e-3))) {
        assertThat(second.config()).isEqualTo(config);
        assertThat(second.score(data)).containsExactly(first.score(data));
        first.align(batch, JointObjective.logistic(1));
        second.align(batch, JointObjective.logistic(1));
        assertThat(second.score(data)).containsExactly(first.score(data));
      }
    }
  }

  @Test
  void aNetworkOfOtherSettingsIsRefused() throws IOException {
    try (RewardNetwork saved = network(config());
        RewardNetwork other = network(config().withHiddenSizes(9))) {
      saved.save(directory);
      double[] before = other.score(trajectories(2, 4));
      assertThatThrownBy(() -> other.restore(directory))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("hiddenSizes=[16, 8]")
          .hasMessageContaining("hiddenSizes=[9]");
      assertThat(other.score(trajectories(2, 4))).containsExactly(before);
      Files.writeString(directory.resolve("reward.json"), "{}");
      assertThatThrownBy(() -> other.restore(directory))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("reward.json");
    }
  }

  @Test
  void alignmentAndScoringLeaveNoNativeArrays() {
    List<Trajectory> data = trajectories(6, 30);
    TransitionBatch transitions = TransitionBatch.of(data);
    float[] rewards = new float[transitions.size()];
    try (RewardNetwork network = network(config().withEnsemble(2, 1))) {
      Runnable step =
          () -> {
            network.align(batch(data), JointObjective.logistic(1));
            network.score(data);
            network.rewards(transitions, rewards);
          };
      step.run();
      int before = runtime.liveArrays();
      for (int i = 0; i < 20; i++) {
        step.run();
      }
      assertThat(runtime.liveArrays()).isEqualTo(before);
    }
  }

  @Test
  void transitionsOfAnotherTaskAreRefused() {
    try (RewardNetwork network = network(config())) {
      assertThatThrownBy(() -> network.rewards(TransitionBatch.allocate(2, 3, 2), new float[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("observations of 4 and actions of 2");
    }
  }

  @Test
  void aConstantRewardOnlyCountsSteps() {
    ConstantReward one = new ConstantReward(1);
    assertThat(new DiscountedReturn(one, 1).score(trajectories(3, 5))).containsExactly(5, 6, 7);
    assertThat(new DiscountedReturn(one, 0.5).score(trajectories(1, 2))).containsExactly(1.5);
  }

  private static RewardBatch<Trajectory> batch(List<Trajectory> data) {
    return new RewardBatch<>(
        data.subList(0, 2),
        data.subList(2, 4),
        List.of(Preference.of(data.get(4), data.get(5)), Preference.of(data.get(0), data.get(5))));
  }
}
