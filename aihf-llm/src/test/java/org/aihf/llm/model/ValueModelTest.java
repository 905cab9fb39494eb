package org.aihf.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueModelTest {
  private static final ModelOptions TRAINABLE = ModelOptions.trainable(AdamWConfig.defaults());
  private static final TokenSequence ANSWER = sequence(3);
  private static final List<List<TokenSequence>> GROUPS =
      List.of(List.of(ANSWER, sequence(1)), List.of(sequence(2)));

  private TorchRuntime runtime;
  private CausalLm policy;
  private SequenceClassifier reward;

  private static TokenSequence sequence(int tokens) {
    int[] completion = new int[tokens];
    Arrays.setAll(completion, i -> 7 + 2 * i);
    return new TokenSequence(new int[] {5, 9, 11}, completion);
  }

  @BeforeEach
  void open() {
    runtime = TestDevice.open();
    policy = CausalLm.random(runtime, Fixtures.tinyNeox(), RandomStream.of(5), TRAINABLE);
    reward = SequenceClassifier.fromBackbone(policy, RandomStream.of(6), TRAINABLE);
  }

  @AfterEach
  void close() {
    reward.close();
    policy.close();
    runtime.close();
  }

  @Test
  void fromThePolicyEveryValueIsZeroAtFirst() {
    try (ValueModel values = ValueModel.fromPolicy(policy, TRAINABLE)) {
      double[][][] scores = values.evaluate(GROUPS);
      assertThat(scores[0][0]).containsExactly(0, 0, 0, 0);
      assertThat(scores[0][1]).containsExactly(0, 0);
      learn(values);
      assertThat(values.evaluate(GROUPS)[0][0][2]).isPositive();
    }
  }

  private static double[][] minusOnes(double[][] scores) {
    double[][] coefficients = new double[scores.length][];
    for (int m = 0; m < scores.length; m++) {
      coefficients[m] = new double[scores[m].length];
      Arrays.fill(coefficients[m], -1);
    }
    return coefficients;
  }

  @Test
  void fromTheRewardModelAValueIsTheRewardOfTheAnswerSoFar() {
    try (ValueModel values = ValueModel.fromReward(reward, policy, TRAINABLE)) {
      double[] v = values.evaluate(GROUPS)[0][0];
      assertThat(v).hasSize(4);
      for (int t = 0; t <= 3; t++) {
        double score = reward.evaluate(List.of(List.of(sequence(t))))[0][0][0];
        assertThat(v[t]).as("after %d tokens", t).isCloseTo(score, within(1e-5));
      }
    }
  }

  @Test
  void aRewardModelOfAnotherShapeIsRefused() {
    try (CausalLm other =
        CausalLm.random(runtime, Fixtures.tinyLlama(), RandomStream.of(5), TRAINABLE)) {
      assertThatThrownBy(() -> ValueModel.fromReward(reward, other, TRAINABLE))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("that is gpt_neox with")
          .hasMessageContaining("the policy is llama with")
          .hasMessageContaining("policy.ppo.value_from: policy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/neox-score", "models/llama-score"})
  void fromAScoreModelOfSafeRlhfBiasAndNormaliserAreInTheValue(String name) {
    Path directory = Fixtures.directory(name);
    ModelOptions frozen = ModelOptions.frozen();
    int labels = 1;
    for (int label = 0; label < labels; label++) {
      try (SequenceClassifier score = SequenceClassifier.load(runtime, directory, label, frozen);
          CausalLm other = CausalLm.random(runtime, score.config(), RandomStream.of(5), frozen);
          ValueModel values = ValueModel.fromReward(score, other, TRAINABLE)) {
        labels = score.labels();
        double[] v = values.evaluate(GROUPS)[0][0];
        for (int t = 0; t <= 3; t++) {
          double expected = score.evaluate(List.of(List.of(sequence(t))))[0][0][0];
          assertThat(v[t]).as("after %d tokens", t).isCloseTo(expected, within(1e-5));
        }
        learn(values);
        assertThat(values.evaluate(GROUPS)[0][0][2]).isGreaterThan(v[2]);
      }
    }
  }

  @Test
  void aRestoredValueModelContinuesBitForBit(@TempDir Path directory) throws IOException {
    try (ValueModel first = ValueModel.fromReward(reward, policy, TRAINABLE);
        ValueModel second = ValueModel.fromPolicy(policy, TRAINABLE)) {
      learn(first);
      first.saveState(directory);
      learn(first);
      second.restoreState(directory);
      learn(second);
      assertThat(second.evaluate(GROUPS)).isDeepEqualTo(first.evaluate(GROUPS));
    }
  }

  private static void learn(ValueModel values) {
    for (int i = 0; i < 3; i++) {
      values.accumulate(GROUPS, (group, v) -> minusOnes(v));
      values.step(1e-2);
    }
  }
}
