package org.aihf.mujoco.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.random.RandomStream;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One update against losses written down independently. */
class SacLearnerTest {
  private static final int STATE = 3;
  private static final int ACTION = 2;
  private static final int BATCH = 16;

  /** The first moment after one step of Adam is a tenth of the gradient. */
  private static final double FIRST_MOMENT = 0.1;

  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  /** 96 units take the path through oneDNN; vectors are not filled by 8 or 20. */
  @ParameterizedTest
  @CsvSource({"8, false", "96, false", "8, true", "20, true", "96, true"})
  void gradientsAreThoseOfTheLosses(int hidden, boolean vectors) {
    SacConfig config = config(hidden);
    try (SacLearner learner = learner(config, vectors)) {
      moveTargetsAway(learner);
      TransitionBatch batch = batch();
      double[][] noise = noise();
      Map<String, double[]> actor = values(learner, "actor");
      Map<String, double[]> critics = values(learner, "critics");
      Map<String, double[]> targets = values(learner, "targets");
      double alpha = config.temperature();
      Losses losses = learner.update(batch, StepReward.environment(), RandomStream.of(7));

      double[][] own = java.util.Arrays.copyOfRange(noise, 0, BATCH);
      double[][] next = java.util.Arrays.copyOfRange(noise, BATCH, 2 * BATCH);
      ReferenceSac before =
          new ReferenceSac(actor, critics, targets, alpha, config.discount(), hidden);
      assertThat(losses.critic()).isCloseTo(before.criticLoss(batch, next), within(1e-4));
      assertGradient(learner, "critics", critics, p -> before.criticLoss(batch, next));

      ReferenceSac after =
          new ReferenceSac(
              actor, values(learner, "critics"), targets, alpha, config.discount(), hidden);
      assertThat(losses.actor()).isCloseTo(after.actorLoss(batch, own), within(1e-4));
      assertGradient(learner, "actor", actor, p -> after.actorLoss(batch, own));

      double entropyGap = -(before.meanLogProb(batch, own) + config.targetEntropy() * ACTION);
      assertThat(moment(learner, "temperature", "log_alpha")[0])
          .isCloseTo(entropyGap, within(1e-4));
    }
  }

  /** Central differences of a loss at a spread of parameters against the kernel's gradient. */
  private static void assertGradient(
      SacLearner learner,
      String attribute,
      Map<String, double[]> parameters,
      ToDoubleFunction<Map<String, double[]>> loss) {
    parameters.forEach(
        (name, values) -> {
          double[] gradient = moment(learner, attribute, name);
          for (int i = 0; i < values.length; i += 1 + values.length / 7) {
            double at = values[i];
            double step = 1e-6;
            values[i] = at + step;
            double up = loss.applyAsDouble(parameters);
            values[i] = at - step;
            double down = loss.applyAsDouble(parameters);
            values[i] = at;
            assertThat(gradient[i])
                .as("%s %s[%d]", attribute, name, i)
                .isCloseTo((up - down) / (2 * step), within(2e-4));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"8, false", "96, false", "8, true", "20, true", "96, true"})
  void cloningDescendsTheNegativeLogLikelihoodOfActions(int hidden, boolean vectors) {
    try (SacLearner learner = learner(config(hidden), vectors)) {
      TransitionBatch batch = batch();
      Map<String, double[]> actor = values(learner, "actor");
      ReferenceSac reference = new ReferenceSac(actor, Map.of(), Map.of(), 0, 0, hidden);
      assertThat(learner.cloneActions(batch))
          .isCloseTo(reference.negativeLogLikelihood(batch), within(1e-4));
      assertGradient(learner, "actor", actor, p -> reference.negativeLogLikelihood(batch));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void targetsFollowTheUpdatedCritics(boolean vectors) {
    SacConfig config = config(8);
    try (SacLearner learner = learner(config, vectors)) {
      moveTargetsAway(learner);
      float[] before = learner.parameters().set("targets").values("w1");
      learner.update(batch(), StepReward.environment(), RandomStream.of(7));
      float[] critics = learner.parameters().set("critics").values("w1");
      float[] after = learner.parameters().set("targets").values("w1");
      for (int i = 0; i < before.length; i++) {
        assertThat((double) after[i])
            .isCloseTo(before[i] + config.targetRate() * (critics[i] - before[i]), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void updatingTheCriticsAloneLeavesActorAndTemperature(boolean vectors) {
    try (SacLearner learner = learner(config(8), vectors)) {
      float[] actor = learner.parameters().set("actor").values("w2");
      float[] critics = learner.parameters().set("critics").values("w2a");
      learner.updateCritics(batch(), StepReward.environment(), RandomStream.of(7));
      assertThat(learner.parameters().set("actor").values("w2")).containsExactly(actor);
      assertThat(learner.parameters().set("temperature").values("log_alpha")[0])
          .isEqualTo((float) Math.log(0.3));
      assertThat(learner.parameters().set("critics").values("w2a")).isNotEqualTo(critics);
    }
  }

  @Test
  void theStepRewardLabelsTheBatch() {
    try (SacLearner learner = learner(config(8))) {
      StepReward thousand = (batch, into) -> java.util.Arrays.fill(into, 1000);
      assertThat(learner.update(batch(), thousand, RandomStream.of(7)).meanTarget())
          .isGreaterThan(900);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRewardThatIsNotFiniteStopsTheRun(boolean vectors) {
    try (SacLearner learner = learner(config(8), vectors)) {
      StepReward broken = (batch, into) -> into[3] = Float.NaN;
      assertThatThrownBy(() -> learner.update(batch(), broken, RandomStream.of(7)))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("not finite");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSavedLearnerContinuesBitForBit(boolean vectors, @TempDir Path directory) throws Exception {
    SacConfig config = config(8);
    try (SacLearner one = learner(config, vectors);
        SacLearner two =
            new SacLearner(runtime, STATE, ACTION, config, RandomStream.of(99), vectors)) {
      one.update(batch(), StepReward.environment(), RandomStream.of(7));
      one.save(directory);
      two.restore(directory);
      for (int i = 0; i < 3; i++) {
        one.update(batch(), StepReward.environment(), RandomStream.of(8));
        two.update(batch(), StepReward.environment(), RandomStream.of(8));
      }
      for (String attribute : SacParameters.ATTRIBUTES) {
        ParameterSet set = one.parameters().set(attribute);
        for (String name : set.names()) {
          assertThat(two.parameters().set(attribute).values(name))
              .as(attribute + "." + name)
              .containsExactly(set.values(name));
        }
      }
    }
  }

  /** As on a card, where the kernel has a minibatch of its own. */
  @Test
  void aMinibatchThatIsCopiedGivesTheSameNumbers() {
    SacConfig config = config(8);
    float[] rewards = new float[BATCH];
    float[] noise = new float[2 * BATCH * ACTION];
    try (SacLearner here = learner(config, false);
        SacLearner there = learner(config, false);
        TorchSacUpdate read = update(here, config, true);
        TorchSacUpdate copied = update(there, config, false)) {
      for (int i = 0; i < 3; i++) {
        java.util.Arrays.fill(rewards, i);
        java.util.Arrays.fill(noise, 0.1f * i);
        assertThat(copied.update(batch(), rewards, noise))
            .containsExactly(read.update(batch(), rewards, noise));
      }
      assertThat(copied.cloneActions(batch())).isEqualTo(read.cloneActions(batch()));
    }
  }

  private static TorchSacUpdate update(SacLearner learner, SacConfig config, boolean inPlace) {
    return new TorchSacUpdate(runtime, STATE, ACTION, config, learner.parameters(), inPlace);
  }

  @Test
  void oneDnnIsLeftToProcessors() {
    SacConfig wide = config(256);
    assertThat(TorchSacUpdate.source(Device.gpu(), wide, ACTION)).doesNotContain("mkldnn");
    assertThat(TorchSacUpdate.source(Device.cpu(), wide, ACTION).contains("mkldnn"))
        .isEqualTo(System.getProperty("os.arch").equals("amd64"));
  }

  /** Rounding differs, and grows with every step: a hundredth of what 100 updates change. */
  @ParameterizedTest
  @ValueSource(ints = {20, 64})
  void vectorsAndLibtorchGiveTheSameRun(int hidden) {
    SacConfig config = config(hidden);
    try (SacLearner one = learner(config, true);
        SacLearner two = learner(config, false)) {
      Map<String, double[]> start = values(one, "actor");
      RandomStream left = RandomStream.of(7);
      RandomStream right = RandomStream.of(7);
      for (int i = 0; i < 100; i++) {
        Losses ours = one.update(batch(), StepReward.environment(), left);
        Losses theirs = two.update(batch(), StepReward.environment(), right);
        assertThat(ours.critic()).isCloseTo(theirs.critic(), within(1e-4));
        assertThat(ours.actor()).isCloseTo(theirs.actor(), within(1e-4));
        assertThat(ours.temperature()).isCloseTo(theirs.temperature(), within(1e-5));
      }
      for (String attribute : List.of("actor", "critics", "targets")) {
        Map<String, double[]> ours = values(one, attribute);
        values(two, attribute)
            .forEach(
                (name, value) -> assertThat(ours.get(name)).containsExactly(value, within(1e-3)));
      }
      assertThat(values(one, "actor").get("w2")).isNotEqualTo(start.get("w2"));
    }
  }

  @Test
  void updatesLeaveTheNumberOfNativeArraysAlone() {
    try (SacLearner learner = learner(config(8))) {
      learner.update(batch(), StepReward.environment(), RandomStream.of(7));
      learner.act(new float[STATE], RandomStream.of(1));
      int before = runtime.liveArrays();
      for (int i = 0; i < 50; i++) {
        learner.update(batch(), StepReward.environment(), RandomStream.of(7));
        learner.act(new float[STATE], RandomStream.of(1));
      }
      assertThat(runtime.liveArrays()).isEqualTo(before);
    }
  }

  private static SacConfig config(int hidden) {
    return new SacConfig(hidden, 1e-3, 2e-3, BATCH, 100, 0, 1, 0.9, 0.05, 0.3, true, -1);
  }

  private static SacLearner learner(SacConfig config) {
    return learner(config, !runtime.device().isGpu());
  }

  private static SacLearner learner(SacConfig config, boolean vectors) {
    assumeTrue(!vectors || !runtime.device().isGpu(), "vectors compute on processors");
    return new SacLearner(runtime, STATE, ACTION, config, RandomStream.of(1), vectors);
  }

  private static void moveTargetsAway(SacLearner learner) {
    ParameterSet targets = learner.parameters().set("targets");
    RandomStream random = RandomStream.of(5);
    for (String name : targets.names()) {
      float[] values = targets.values(name);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.1 * random.nextGaussian());
      }
      targets.set(name, values);
    }
    learner.parametersChanged();
  }

  private static TransitionBatch batch() {
    TransitionBatch batch = TransitionBatch.allocate(BATCH, STATE, ACTION);
    RandomStream random = RandomStream.of(3);
    for (float[] values : new float[][] {batch.observations(), batch.nextObservations()}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
    for (int i = 0; i < batch.actions().length; i++) {
      batch.actions()[i] = 2 * random.nextFloat() - 1;
    }
    for (int i = 0; i < BATCH; i++) {
      batch.rewards()[i] = (float) random.nextGaussian();
      batch.terminated()[i] = i % 5 == 0 ? 1 : 0;
    }
    return batch;
  }

  /** What the learner draws from stream 7. */
  private static double[][] noise() {
    RandomStream random = RandomStream.of(7);
    double[][] noise = new double[2 * BATCH][ACTION];
    for (double[] row : noise) {
      for (int i = 0; i < ACTION; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return noise;
  }

  private static double[] moment(SacLearner learner, String attribute, String name) {
    double[] gradient = doubles(learner.parameters().set(attribute + "_m").values(name));
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= FIRST_MOMENT;
    }
    return gradient;
  }

  private static Map<String, double[]> values(SacLearner learner, String attribute) {
    ParameterSet set = learner.parameters().set(attribute);
    Map<String, double[]> values = new LinkedHashMap<>();
    set.names().forEach(name -> values.put(name, doubles(set.values(name))));
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
