package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aihf.Metrics;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.model.ValueModel;
import org.aihf.random.RandomStream;
import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PPO follows TRL's PPOTrainer number by number on one rollout of answers of different lengths:
 * scores, rewards, values, advantages, returns, and losses, ratios and gradients of three epochs of
 * two mini-batches. The fixture is src/test/python/make_ppo_fixture.py's.
 */
class PpoParityTest {
  private static final Path TRL = Fixtures.directory("trl");
  private static final double TOLERANCE = 2e-5;

  private JsonNode fixture;
  private TorchRuntime runtime;
  private CausalLm policy;
  private CausalLm reference;
  private SequenceClassifier reward;
  private ValueModel values;

  @BeforeEach
  void open() throws IOException {
    fixture = new ObjectMapper().readTree(TRL.resolve("ppo.json").toFile());
    runtime = TestDevice.open();
    // TRL's PPO does not clip gradients.
    ModelOptions trainable =
        ModelOptions.trainable(
            new AdamWConfig(0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY, false));
    policy = CausalLm.load(runtime, TRL.resolve("neox"), trainable);
    reference = CausalLm.load(runtime, TRL.resolve("reference"), ModelOptions.frozen());
    reward = SequenceClassifier.load(runtime, TRL.resolve("reward"), ModelOptions.frozen());
    values = ValueModel.fromReward(reward, policy, trainable);
  }

  @AfterEach
  void close() {
    values.close();
    reward.close();
    reference.close();
    policy.close();
    runtime.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "whitened"})
  void theRolloutsNumbersAreTrls(String run) {
    JsonNode expected = fixture.get(run);
    Rollout rollout = rollout();
    assertThat(rollout.scores()).containsExactly(vector(expected.get("scores")), near());
    assertRows(Rollout.flat(rollout.refLogProbs()), expected.get("ref_log_probs"));
    PpoExperience experience = experience(rollout, ppo(run));
    assertRows(experience.logProbs(), expected.get("log_probs"));
    assertRows(experience.values(), expected.get("values"));
    assertRows(experience.rewards(), expected.get("rewards"));
    assertRows(experience.advantages(), expected.get("advantages"));
    assertRows(experience.returns(), expected.get("returns"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "whitened"})
  void everyGradientStepIsTrls(String run) {
    JsonNode expected = fixture.get(run);
    Rollout rollout = rollout();
    Ppo ppo = ppo(run);
    PpoUpdate update = update(ppo);
    PpoStatistics statistics = update.learn(rollout, experience(rollout, ppo), 0, rate(), rate());
    List<Metrics> steps = statistics.steps();
    assertThat(steps).hasSize(expected.get("steps").size());
    for (int i = 0; i < steps.size(); i++) {
      JsonNode trl = expected.get("steps").get(i);
      for (String name :
          List.of(
              "loss/policy_avg",
              "loss/value_avg",
              "val/ratio",
              "val/clipfrac_avg",
              "policy/approxkl_avg",
              "policy/clipfrac_avg",
              "policy/grad_norm",
              "value/grad_norm")) {
        double value = trl.get(name).asDouble();
        assertThat(steps.get(i).get(name))
            .as("%s of step %d", name, i)
            .isCloseTo(value, within(1e-4 * (1 + Math.abs(value))));
      }
    }
    assertThat(steps.get(0).get("val/ratio")).isCloseTo(1, within(1e-6));
    assertThat(statistics.metrics().get("policy/clipfrac_avg")).isPositive();
    assertThat(statistics.metrics().get("val/clipfrac_avg")).isPositive();
    // Adam turns a rounding of the smallest gradients into whole steps.
    assertRows(
        Rollout.flat(policy.evaluate(rollout.groups())), expected.get("log_probs_after"), 25);
    double[][] valuesAfter = Rollout.flat(values.evaluate(rollout.groups()));
    Arrays.setAll(valuesAfter, i -> Arrays.copyOf(valuesAfter[i], valuesAfter[i].length - 1));
    assertRows(valuesAfter, expected.get("values_after"), 25);
  }

  @Test
  void theFirstMiniBatchesGradientsAreTrls() {
    JsonNode expected = fixture.get("plain");
    Rollout rollout = rollout();
    Ppo ppo = ppo("plain");
    int[] groups = new ObjectMapper().convertValue(expected.get("first_mini_batch"), int[].class);
    update(ppo)
        .accumulate(rollout, experience(rollout, ppo), groups, new PpoStatistics.MiniBatch());
    assertGradients(policy.parameters(), expected.get("policy_gradient"));
    assertGradients(values.parameters(), expected.get("value_gradient"));
  }

  @Test
  void metricsOfTheRolloutAreTrls() {
    JsonNode expected = fixture.get("plain").get("metrics");
    Metrics metrics = update(ppo("plain")).apply(rollout(), 0);
    for (String name : List.of("objective/kl", "objective/entropy")) {
      assertThat(metrics.get(name)).as(name).isCloseTo(expected.get(name).asDouble(), within(1e-4));
    }
    assertThat(metrics.get("val/ratio_var")).isPositive();
  }

  @Test
  void entropiesOfTokensAreExact() {
    JsonNode expected = fixture.get("plain").get("entropy");
    int[] groups =
        new ObjectMapper().convertValue(fixture.get("plain").get("first_mini_batch"), int[].class);
    List<List<TokenSequence>> sequences = new ArrayList<>();
    for (int group : groups) {
      sequences.add(groups().get(group));
    }
    double[][] entropies = new double[groups.length][];
    policy.accumulateWithEntropy(
        sequences,
        (g, scalars) -> {
          double[] both = scalars[0];
          entropies[g] = Arrays.copyOfRange(both, both.length / 2, both.length);
          return new double[][] {new double[both.length]};
        });
    assertRows(entropies, expected);
  }

  private PpoUpdate update(Ppo ppo) {
    PolicyConfig config =
        new PolicyConfig(
            ppo,
            groups().size(),
            GenerationConfig.sampling(6, Set.of(1)),
            KlPenalty.fixed(fixture.get("kl_coef").asDouble()),
            ScoreShaping.NONE,
            LossAggregation.TOKEN_MEAN,
            LearningRateSchedule.constant(rate()));
    Critic critic = new Critic(values, LearningRateSchedule.constant(rate()));
    return new PpoUpdate(
        policy, critic, ppo, config, RandomStream.of(fixture.get("seed").asLong()));
  }

  private Ppo ppo(String run) {
    double clip = fixture.get("cliprange").asDouble();
    return new Ppo(
        1,
        fixture.get("epochs").asInt(),
        fixture.get("mini_batches").asInt(),
        new GeneralizedAdvantage(fixture.get("gamma").asDouble(), fixture.get("lam").asDouble()),
        new ClippedSurrogate(clip, clip),
        new ClippedValueLoss(fixture.get("cliprange_value").asDouble()),
        fixture.get("vf_coef").asDouble(),
        0,
        run.equals("whitened"),
        true,
        true);
  }

  private double rate() {
    return fixture.get("learning_rate").asDouble();
  }

  private Rollout rollout() {
    List<List<TokenSequence>> groups = groups();
    boolean[] ended = new boolean[groups.size()];
    double[] scores = new double[groups.size()];
    double[][][] raw = reward.evaluate(groups);
    for (int i = 0; i < ended.length; i++) {
      ended[i] = fixture.get("ended").get(i).asBoolean();
      scores[i] = raw[i][0][0];
    }
    double penalty = fixture.get("missing_eos_penalty").asDouble();
    return new Rollout(
        groups,
        new ScoreShaping(Double.POSITIVE_INFINITY, penalty).apply(scores, ended),
        new double[groups.size()],
        reference.evaluate(groups),
        fixture.get("kl_coef").asDouble());
  }

  private List<List<TokenSequence>> groups() {
    List<List<TokenSequence>> groups = new ArrayList<>();
    for (int i = 0; i < fixture.get("prompts").size(); i++) {
      groups.add(
          List.of(
              new TokenSequence(
                  ids(fixture.get("prompts").get(i)), ids(fixture.get("answers").get(i)))));
    }
    return groups;
  }

  private PpoExperience experience(Rollout rollout, Ppo ppo) {
    return PpoExperience.of(
        rollout,
        Rollout.flat(policy.evaluate(rollout.groups())),
        Rollout.flat(values.evaluate(rollout.groups())),
        ppo);
  }

  private static int[] ids(JsonNode node) {
    return new ObjectMapper().convertValue(node, int[].class);
  }

  private static double[] vector(JsonNode node) {
    return new ObjectMapper().convertValue(node, double[].class);
  }

  private static Offset<Double> near() {
    return within(TOLERANCE);
  }

  private static void assertGradients(ParameterSet parameters, JsonNode expected) {
    assertThat(expected.size()).isPositive();
    expected
        .fields()
        .forEachRemaining(
            entry -> {
              float[] gradient = parameters.gradient(entry.getKey()).orElseThrow();
              double[] trl = vector(entry.getValue());
              assertThat(gradient).as(entry.getKey()).hasSameSizeAs(trl);
              for (int i = 0; i < trl.length; i++) {
                assertThat((double) gradient[i])
                    .as("entry %d of the gradient of %s", i, entry.getKey())
                    .isCloseTo(trl[i], within(1e-5));
              }
            });
  }

  private static void assertRows(double[][] actual, JsonNode expected) {
    assertRows(actual, expected, 1);
  }

  private static void assertRows(double[][] actual, JsonNode expected, double slack) {
    assertThat(actual).hasNumberOfRows(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("sequence %d", i)
          .containsExactly(vector(expected.get(i)), within(slack * TOLERANCE));
    }
  }
}
