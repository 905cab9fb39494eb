package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Metrics;
import org.aihf.data.Rating;
import org.aihf.llm.generate.Generation;
import org.aihf.llm.generate.Generator;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.DirectTrainer;
import org.aihf.llm.train.KtoTrainer;
import org.aihf.llm.train.RewardTrainer;
import org.aihf.llm.train.SelfPlayConfig;
import org.aihf.llm.train.SelfPlayTrainer;
import org.aihf.objective.AihfDpoObjective;
import org.aihf.objective.AihfDpoObjective.Reduction;
import org.aihf.objective.AotObjective;
import org.aihf.objective.DpoObjective;
import org.aihf.objective.JointObjective;
import org.aihf.objective.KtoObjective;
import org.aihf.objective.MarginLoss;
import org.aihf.objective.MixedObjective;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.Remax;
import org.aihf.torch.LearningRateSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for every way of training, however it is configured. */
class InvariantsTest {
  private static final LearningRateSchedule RATE = LearningRateSchedule.constant(2e-3);

  @TempDir Path directory;

  /** Every way of training, one update at a time. */
  enum Method {
    SFT((models, seed) -> sft(models, seed)::step),
    DPO(
        (models, seed) ->
            new DirectTrainer(
                    models.policy,
                    models.reference,
                    DirectData.preferences(TinyModels.PREFERENCES, 3),
                    DpoObjective.logistic(0.5),
                    RATE,
                    RandomStream.of(seed))
                ::step),
    AIHF_DPO(
        (models, seed) ->
            new DirectTrainer(
                    models.policy,
                    models.reference,
                    new DirectData(TinyModels.DEMONSTRATIONS, 3, TinyModels.PREFERENCES, 5),
                    new AihfDpoObjective(0.3, Reduction.TOKEN_MEAN, DpoObjective.logistic(0.5)),
                    RATE,
                    RandomStream.of(seed))
                ::step),
    /** Coupled: coefficients depend on the whole batch. */
    AOT(
        (models, seed) ->
            new DirectTrainer(
                    models.policy,
                    models.reference,
                    DirectData.preferences(TinyModels.PREFERENCES, 5),
                    new AotObjective(MarginLoss.LOGISTIC, 0.5, false),
                    RATE,
                    RandomStream.of(seed))
                ::step),
    /** No reference: what is preferred is also imitated. */
    ORPO(
        (models, seed) ->
            new DirectTrainer(
                    models.policy,
                    null,
                    DirectData.preferences(TinyModels.PREFERENCES, 3),
                    MixedObjective.orpo(0.1),
                    RATE,
                    RandomStream.of(seed))
                ::step),
    KTO(
        (models, seed) ->
            new KtoTrainer(
                    models.policy,
                    models.reference,
                    TinyModels.DEMONSTRATIONS.stream()
                        .map(c -> new Rating<>(c, c.tokens().completion().length > 1, 1))
                        .toList(),
                    5,
                    new KtoObjective(0.5, 1, 1),
                    RATE,
                    RandomStream.of(seed))
                ::step),
    SELF_PLAY((models, seed) -> selfPlay(models, seed, SelfPlayConfig.Reference.INITIAL)::step),
    /** Its reference takes the policy's weights at the beginning of every epoch. */
    SPIN((models, seed) -> selfPlay(models, seed, SelfPlayConfig.Reference.PREVIOUS)::step),
    REWARD(
        (models, seed) ->
            new RewardTrainer(
                    models.reward(RATE),
                    TinyModels.PREFERENCES,
                    3,
                    JointObjective.bradleyTerry(),
                    RandomStream.of(seed))
                ::step),
    RLOO(
        (models, seed) -> {
          LmPolicy policy = models.rloo(0.1, 6, RATE, seed);
          return () -> policy.align(trueReward(), 1, step -> {});
        }),
    GRPO(
        (models, seed) -> {
          PolicyGradient gradient = new PolicyGradient.Comparison(GroupAdvantage.GRPO, 4);
          LmPolicy policy = models.policy(gradient, 0.1, 6, RATE, seed);
          return () -> policy.align(trueReward(), 1, step -> {});
        }),
    REMAX(
        (models, seed) -> {
          PolicyGradient gradient = new PolicyGradient.GreedyBaseline(Remax.UNBIASED);
          LmPolicy policy = models.policy(gradient, 0.1, 6, RATE, seed);
          return () -> policy.align(trueReward(), 1, step -> {});
        }),
    PPO(
        (models, seed) -> {
          LmPolicy policy = models.ppo(TWO_EPOCHS, 0.1, 6, RATE, seed);
          return () -> policy.align(trueReward(), 1, step -> {});
        }),
    PPO_WITH_ENTROPY_BONUS(
        (models, seed) -> {
          LmPolicy policy = models.ppo(ppo(1, 2, 0.05, true), 0.1, 6, RATE, seed);
          return () -> policy.align(trueReward(), 1, step -> {});
        }),
    /** One iteration per update: the loop's listener stops it after each. */
    AIHF((models, seed) -> iterations(loop(models, seed, models.rloo(0.1, 6, RATE, seed)))),
    AIHF_WITH_PPO(
        (models, seed) ->
            iterations(loop(models, seed, models.ppo(TWO_EPOCHS, 0.1, 6, RATE, seed)))),
    /** Policy alignment against a learned reward that stays as it is. */
    RLHF(
        (models, seed) -> {
          LmPolicy policy = models.rloo(0.1, 6, RATE, seed);
          LmRewardModel reward = models.reward(RATE);
          return () -> policy.align(reward, 1, step -> {});
        });

    final BiFunction<TinyModels, Long, Step> start;

    Method(BiFunction<TinyModels, Long, Step> start) {
      this.start = start;
    }
  }

  interface Step {
    Metrics take();
  }

  private static final Ppo TWO_EPOCHS = ppo(2, 3, 0, false);

  /** PPO with 2 answers per prompt. */
  private static Ppo ppo(int epochs, int miniBatches, double entropy, boolean scoreAfterEnd) {
    return new Ppo(
        2,
        epochs,
        miniBatches,
        GeneralizedAdvantage.DEFAULT,
        ClippedSurrogate.DEFAULT,
        ClippedValueLoss.DEFAULT,
        0.1,
        entropy,
        !scoreAfterEnd,
        true,
        scoreAfterEnd);
  }

  private static Aihf<Completion> loop(TinyModels models, long seed, LmPolicy policy) {
    AihfConfig config = new AihfConfig(10_000, 2, 2, JointObjective.logistic(0.5), 3, 3, seed);
    return Aihf.builder(policy, models.reward(RATE))
        .config(config)
        .demonstrations(TinyModels.DEMONSTRATIONS)
        .preferences(TinyModels.PREFERENCES)
        .listener(
            new AihfListener() {
              @Override
              public boolean onIteration(int iteration, Metrics metrics) {
                return false;
              }
            })
        .build();
  }

  private static Step iterations(Aihf<Completion> aihf) {
    return () -> aihf.run().iterations().get(0);
  }

  private static SelfPlayTrainer selfPlay(
      TinyModels models, long seed, SelfPlayConfig.Reference reference) {
    return new SelfPlayTrainer(
        models.policy,
        models.reference,
        models.tokenizer,
        new DirectData(TinyModels.DEMONSTRATIONS, 5, TinyModels.PREFERENCES, 3),
        new SelfPlayConfig(DpoObjective.logistic(0.5), 1, reference, TinyWorld.generation()),
        RATE,
        RandomStream.of(seed));
  }

  private static DirectTrainer sft(TinyModels models, long seed) {
    return new DirectTrainer(
        models.policy,
        null,
        DirectData.demonstrations(TinyModels.DEMONSTRATIONS, 5),
        SftObjective.CROSS_ENTROPY,
        RATE,
        RandomStream.of(seed));
  }

  private static RewardFunction<Completion> trueReward() {
    return completions ->
        completions.stream()
            .mapToDouble(c -> TinyWorld.reward(c.tokens().prompt(), c.tokens().completion()))
            .toArray();
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void eightTimesOneIsOneTimesEight(Method method) throws IOException {
    try (TinyModels whole = TinyModels.open(directory);
        TinyModels single = TinyModels.open(directory, 1)) {
      Step wholeStep = method.start.apply(whole, 7L);
      Step singleStep = method.start.apply(single, 7L);
      for (int i = 0; i < 3; i++) {
        Metrics expected = wholeStep.take();
        Metrics actual = singleStep.take();
        Map<String, Double> values = new TreeMap<>(expected.values());
        // Ties before the first update of DPO and self-play.
        values.keySet().removeAll(Set.of("rewards/accuracies", "demonstrations/accuracies"));
        values.forEach(
            (name, value) ->
                assertThat(actual.get(name))
                    .as(name)
                    .isCloseTo(value, within(1e-4 * (1 + Math.abs(value)))));
      }
      assertThat(flat(single)).containsExactly(flat(whole), within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void theSameSeedIsTheSameRunAndAnotherSeedIsNot(Method method) throws IOException {
    double[] first = run(method, 7);
    assertThat(run(method, 7)).containsExactly(first);
    assertThat(run(method, 8)).isNotEqualTo(first);
  }

  private double[] run(Method method, long seed) throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      Step step = method.start.apply(models, seed);
      for (int i = 0; i < 3; i++) {
        step.take();
      }
      return flat(models);
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void fiftyUpdatesLeaveNoNativeArrayBehind(Method method) throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      Step step = method.start.apply(models, 7L);
      for (int i = 0; i < 30; i++) {
        step.take(); // some kernel methods, and their names' arrays, wait for their first use
      }
      int before = NativeArrays.count(models.runtime);
      for (int i = 0; i < 50; i++) {
        step.take();
      }
      assertThat(before).isGreaterThan(40);
      assertThat(NativeArrays.count(models.runtime)).isEqualTo(before);
    }
  }

  @Test
  void beforeTheFirstUpdateThePolicyIsItsReference() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      Step rloo = Method.RLOO.start.apply(models, 7L);
      assertThat(rloo.take().get("objective/kl")).isZero();
      assertThat(Math.abs(rloo.take().get("objective/kl"))).isGreaterThan(1e-4);
    }
    try (TinyModels models = TinyModels.open(directory)) {
      Metrics dpo = Method.DPO.start.apply(models, 7L).take();
      assertThat(dpo.get("rewards/margins")).isZero();
      assertThat(dpo.get("loss")).isCloseTo(Math.log(2), within(1e-12));
    }
  }

  @Test
  void beforeTheFirstUpdatePpoSeesNoRatioAndNoKl() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      LmPolicy policy = models.ppo(ppo(1, 1, 0, false), 0.1, 6, RATE, 7);
      Metrics first = policy.align(trueReward(), 1, step -> {});
      assertThat(first.get("objective/kl")).isZero();
      assertThat(first.get("val/ratio")).isEqualTo(1);
      assertThat(first.get("policy/approxkl_avg")).isZero();
      assertThat(first.get("policy/clipfrac_avg")).isZero();
      assertThat(first.get("value/explained_variance")).as("V is 0").isCloseTo(0, within(1e-12));
      Metrics second = policy.align(trueReward(), 1, step -> {});
      assertThat(Math.abs(second.get("objective/kl"))).isGreaterThan(1e-4);
      assertThat(second.get("val/ratio")).as("on-policy again").isEqualTo(1);
    }
    try (TinyModels models = TinyModels.open(directory)) {
      LmPolicy policy = models.ppo(TWO_EPOCHS, 0.1, 6, RATE, 7);
      Metrics first = policy.align(trueReward(), 1, step -> {});
      assertThat(first.get("objective/kl")).isZero();
      assertThat(first.get("val/ratio")).as("after the first mini-batch").isNotEqualTo(1);
    }
  }

  @Test
  void theEndOfAnAnswerIsATrainedAction() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      assertThat(TinyModels.DEMONSTRATIONS.get(0).tokens())
          .isEqualTo(models.tokenizer.encode("p q", " a", true));
      double before = endOf(models);
      DirectTrainer trainer = sft(models, 7);
      for (int i = 0; i < 40; i++) {
        trainer.step();
      }
      assertThat(before).isLessThan(0.3);
      assertThat(endOf(models)).isGreaterThan(0.9);
    }
  }

  /** P(eos | "p q a"). */
  private static double endOf(TinyModels models) {
    return Math.exp(
        models
            .policy
            .evaluate(List.of(List.of(TinyModels.DEMONSTRATIONS.get(0).tokens())))[0][0][1]);
  }

  @Test
  void samplingAndScoringGiveTheSameLogProbabilities() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      List<int[]> prompts = List.of(TinyWorld.promptIds(0), TinyWorld.promptIds(2));
      List<List<Generation>> answers =
          new Generator(models.policy, models.tokenizer.vocabularySize())
              .generate(
                  prompts, TinyWorld.generation().withSamplesPerPrompt(16), RandomStream.of(1));
      for (int p = 0; p < prompts.size(); p++) {
        int[] prompt = prompts.get(p);
        List<TokenSequence> group =
            answers.get(p).stream().map(a -> new TokenSequence(prompt, a.ids())).toList();
        double[][] scored = models.policy.evaluate(List.of(group))[0];
        for (int i = 0; i < scored.length; i++) {
          assertThat(scored[i]).containsExactly(answers.get(p).get(i).logProbs(), within(1e-5));
        }
      }
    }
  }

  @Test
  void theScoreSitsOnTheLastRealToken() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      Completion first = TinyWorld.completion(0, 4, 0);
      Completion longer = TinyWorld.completion(0, 4, 0, 5, 5, 5);
      LmRewardModel reward = models.reward(RATE);
      double alone = reward.score(List.of(first))[0];
      assertThat(reward.score(List.of(longer, first))[1]).isCloseTo(alone, within(1e-5));
      assertThat(reward.score(List.of(TinyWorld.completion(0, 4)))[0])
          .as("an answer's own pad id counts: masks come from lengths")
          .isNotCloseTo(alone, within(1e-3));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRestoredLoopContinuesBitForBit(boolean ppo, @TempDir Path checkpoint) throws IOException {
    double[] uninterrupted;
    try (TinyModels models = TinyModels.open(directory)) {
      Aihf<Completion> aihf = loop(models, 7, policy(ppo, models));
      aihf.run();
      aihf.run();
      aihf.save(checkpoint);
      aihf.run();
      aihf.run();
      uninterrupted = flat(models);
    }
    try (TinyModels models = TinyModels.open(directory)) {
      Aihf<Completion> aihf = loop(models, 7, policy(ppo, models));
      aihf.restore(checkpoint);
      assertThat(aihf.iteration()).isEqualTo(2);
      aihf.run();
      aihf.run();
      assertThat(flat(models)).containsExactly(uninterrupted);
    }
  }

  private static LmPolicy policy(boolean ppo, TinyModels models) {
    return ppo ? models.ppo(TWO_EPOCHS, 0.1, 6, RATE, 7) : models.rloo(0.1, 6, RATE, 7);
  }

  /** What policy, reward model and critic say of every answer to every prompt. */
  private static double[] flat(TinyModels models) {
    List<List<TokenSequence>> answers = new ArrayList<>();
    for (int p = 0; p < TinyWorld.PROMPTS.size(); p++) {
      answers.add(TinyWorld.everyAnswerTo(TinyWorld.promptIds(p)));
    }
    List<double[][][]> scores =
        List.of(
            models.policy.evaluate(answers),
            models.reward.evaluate(answers),
            models.values().evaluate(answers));
    return scores.stream()
        .flatMap(Arrays::stream)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
