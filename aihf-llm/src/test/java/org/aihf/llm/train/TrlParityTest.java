package org.aihf.llm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aihf.Metrics;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.recipe.DataSection;
import org.aihf.llm.recipe.TrainingData;
import org.aihf.llm.text.Tokenizer;
import org.aihf.objective.AotObjective;
import org.aihf.objective.ChosenLikelihoodObjective;
import org.aihf.objective.DpoObjective;
import org.aihf.objective.ImplicitReward;
import org.aihf.objective.JointObjective;
import org.aihf.objective.KtoObjective;
import org.aihf.objective.MarginLoss;
import org.aihf.objective.MixedObjective;
import org.aihf.objective.MixedObjective.Term;
import org.aihf.objective.PairLoss;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.SftObjective;
import org.aihf.objective.TokenWeights;
import org.aihf.random.RandomStream;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Twenty steps of SFT, DPO and all its relatives, KTO and reward training follow TRL's, step by
 * step: equal files, batches, weights and hyper-parameters. The fixtures are
 * src/test/python/make_trl_fixtures.py's.
 */
class TrlParityTest {
  private static final Path TRL = Fixtures.directory("trl");
  private static final double TOLERANCE = 1e-4;

  private static TorchRuntime runtime;
  private static Tokenizer tokenizer;
  private static TrainingData data;
  private static JsonNode expected;
  private static JsonNode direct;

  @BeforeAll
  static void open() throws IOException {
    runtime = TestDevice.open();
    tokenizer = Tokenizer.load(Fixtures.directory("tokenizer"));
    DataSection files =
        new DataSection(
            TRL.resolve("demonstrations.jsonl").toString(),
            TRL.resolve("preferences.jsonl").toString(),
            "",
            "",
            "",
            false,
            false);
    data = TrainingData.load(files, tokenizer, 64);
    expected = new ObjectMapper().readTree(TRL.resolve("expected.json").toFile());
    direct = new ObjectMapper().readTree(TRL.resolve("direct.json").toFile());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
    runtime.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"neox", "llama"})
  void sftFollowsTrl(String architecture) {
    try (CausalLm model = CausalLm.load(runtime, TRL.resolve(architecture), trainable())) {
      DirectData batches = DirectData.demonstrations(data.demonstrations(), batch());
      Trainer trainer =
          new DirectTrainer(
              model, null, batches, SftObjective.CROSS_ENTROPY, learningRate(), random());
      List<Metrics> steps = steps(trainer);
      assertFollows(steps, "sft-" + architecture, "loss", "grad_norm", "learning_rate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"neox", "llama"})
  void dpoFollowsTrl(String architecture) {
    try (CausalLm model = CausalLm.load(runtime, TRL.resolve(architecture), trainable());
        CausalLm reference = model.frozenCopy()) {
      DirectData batches = DirectData.preferences(data.preferences(), batch());
      DpoObjective dpo = DpoObjective.logistic(expected.get("beta").asDouble());
      Trainer trainer = new DirectTrainer(model, reference, batches, dpo, learningRate(), random());
      List<Metrics> steps = steps(trainer);
      assertFollows(
          steps,
          "dpo-" + architecture,
          "loss",
          "rewards/chosen",
          "rewards/rejected",
          "rewards/margins",
          "rewards/accuracies",
          "logps/chosen",
          "grad_norm");
    }
  }

  /** Where TRL and we could differ: CPO's label smoothing stands for cDPO, which DPO's has not. */
  static Map<String, PolicyObjective> relatives() {
    double beta = expected.get("beta").asDouble();
    double smoothing = direct.get("label_smoothing").asDouble();
    MarginLoss conservative = MarginLoss.conservative(smoothing);
    Map<String, PolicyObjective> all = new LinkedHashMap<>();
    all.put("sigmoid", DpoObjective.logistic(beta));
    all.put("sigmoid-norm", DpoObjective.logistic(beta).with(TokenWeights.MEAN));
    all.put("hinge", new DpoObjective(MarginLoss.HINGE, beta));
    all.put("ipo", DpoObjective.ipo(beta));
    all.put("exo-pair", new DpoObjective(MarginLoss.exo(smoothing), beta));
    all.put("nca-pair", new DpoObjective(PairLoss.nca(), beta));
    all.put("robust", new DpoObjective(MarginLoss.robust(smoothing), beta));
    all.put("bco-pair", new DpoObjective(PairLoss.bco(), beta));
    all.put("sppo-hard", new DpoObjective(PairLoss.sppo(beta), beta));
    all.put("aot", new AotObjective(conservative, beta, true));
    all.put("aot-unpaired", new AotObjective(conservative, beta, false));
    all.put("apo-zero", new DpoObjective(PairLoss.apoZero(), beta));
    all.put("apo-down", new DpoObjective(PairLoss.apoDown(), beta));
    all.put("discopop", new DpoObjective(MarginLoss.discopop(0.05), beta));
    all.put("sft", new ChosenLikelihoodObjective());
    all.put("mix", mix(beta));
    all.put(
        "length-desensitized",
        DpoObjective.logistic(beta).with(TokenWeights.lengthDesensitized(0.4)));
    all.put("forward-kl", DpoObjective.logistic(beta).with(ImplicitReward.FORWARD_KL));
    all.put("jensen-shannon", DpoObjective.logistic(beta).with(ImplicitReward.JENSEN_SHANNON));
    all.put("alpha-divergence", DpoObjective.logistic(beta).with(ImplicitReward.alpha(0.5)));
    all.put("conservative", new DpoObjective(conservative, beta).withoutReference());
    all.put("cpo", MixedObjective.cpo(beta, 1));
    all.put("simpo", DpoObjective.simpo(beta, direct.get("gamma").asDouble()));
    all.put("orpo", MixedObjective.orpo(beta));
    return all;
  }

  private static PolicyObjective mix(double beta) {
    return new MixedObjective(
        List.of(
            new Term(0.8, DpoObjective.logistic(beta)),
            new Term(0.2, new DpoObjective(PairLoss.bco(), beta)),
            new Term(1, new ChosenLikelihoodObjective())));
  }

  @Test
  void everyRelativeOfDpoFollowsTrl() {
    Set<String> tested = new LinkedHashSet<>();
    for (Map.Entry<String, PolicyObjective> relative : relatives().entrySet()) {
      String name = relative.getKey();
      try (CausalLm model = CausalLm.load(runtime, TRL.resolve("neox"), trainable());
          CausalLm reference = model.frozenCopy()) {
        Trainer trainer =
            new DirectTrainer(
                model,
                reference,
                DirectData.preferences(data.preferences(), batch()),
                relative.getValue(),
                learningRate(),
                random());
        List<Metrics> steps = steps(trainer);
        assertFollows(steps, name, direct.get(name), "loss", "grad_norm");
        // TRL reports log-probabilities with LD-DPO's weights, we report them plain.
        if (direct.get(name).has("logps/chosen") && !name.equals("length-desensitized")) {
          assertFollows(steps, name, direct.get(name), "logps/chosen");
        }
      }
      tested.add(name);
    }
    List<String> computed = new ArrayList<>();
    direct.fieldNames().forEachRemaining(computed::add);
    computed.removeAll(List.of("label_smoothing", "gamma", "kto"));
    assertThat(tested).containsExactlyInAnyOrderElementsOf(computed);
  }

  @Test
  void ktoFollowsTrl() {
    try (CausalLm model = CausalLm.load(runtime, TRL.resolve("neox"), trainable());
        CausalLm reference = model.frozenCopy()) {
      KtoObjective kto = new KtoObjective(expected.get("beta").asDouble(), 1, 1.5);
      Trainer trainer =
          new KtoTrainer(model, reference, data.ratings(), batch(), kto, learningRate(), random());
      assertFollows(steps(trainer), "kto", direct.get("kto"), "loss", "kl", "grad_norm");
    }
  }

  @Test
  void centredRewardModelFollowsTrl() {
    try (SequenceClassifier model =
        SequenceClassifier.load(runtime, TRL.resolve("reward"), trainable())) {
      JointObjective objective =
          new JointObjective(
              0, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 1, expected.get("centering").asDouble());
      Trainer trainer =
          new RewardTrainer(
              new LmRewardModel(model, tokenizer, tokenizer, learningRate()),
              data.preferences(),
              batch(),
              objective,
              random());
      List<Metrics> steps = new ArrayList<>();
      for (Metrics step : steps(trainer)) {
        steps.add(
            step.with("loss", step.get("loss/reward"))
                .with("grad_norm", step.get("reward/grad_norm")));
      }
      assertFollows(steps, "reward", "loss", "rewards/margins", "rewards/accuracies", "grad_norm");
    }
  }

  private static List<Metrics> steps(Trainer trainer) {
    List<Metrics> steps = new ArrayList<>();
    for (int i = 0; i < expected.get("steps").asInt(); i++) {
      steps.add(trainer.step());
    }
    return steps;
  }

  /** Relative for losses; absolute, too, for what passes through zero. */
  private static void assertFollows(List<Metrics> steps, String run, String... names) {
    assertFollows(steps, run, expected.get(run), names);
  }

  private static void assertFollows(
      List<Metrics> steps, String run, JsonNode reference, String... names) {
    for (String name : names) {
      JsonNode values = reference.get(name);
      assertThat(values).as(name).hasSize(steps.size());
      for (int i = 0; i < steps.size(); i++) {
        double value = values.get(i).asDouble();
        double tolerance =
            name.equals("loss") ? TOLERANCE * Math.abs(value) : TOLERANCE * (1 + Math.abs(value));
        assertThat(steps.get(i).get(name))
            .as("%s of step %d of %s", name, i, run)
            .isCloseTo(value, within(tolerance));
      }
    }
  }

  private static ModelOptions trainable() {
    return ModelOptions.trainable(AdamWConfig.defaults());
  }

  private static LearningRateSchedule learningRate() {
    double peak = expected.get("learning_rate").asDouble();
    return new LearningRateSchedule.Linear(peak, 0, expected.get("steps").asInt());
  }

  private static int batch() {
    return expected.get("batch").asInt();
  }

  private static RandomStream random() {
    return RandomStream.of(expected.get("seed").asLong());
  }
}
