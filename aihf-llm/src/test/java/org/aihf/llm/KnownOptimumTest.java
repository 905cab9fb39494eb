package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.model.ValueModel;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.ClippedSurrogate;
import org.aihf.rl.ClippedValueLoss;
import org.aihf.rl.GeneralizedAdvantage;
import org.aihf.rl.GroupAdvantage;
import org.aihf.rl.LossAggregation;
import org.aihf.rl.Remax;
import org.aihf.rl.ScoreShaping;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policy alignment reaches the known optimum π⁰·exp(R/β)/Z (eq. 11) of a language that can be
 * listed.
 */
class KnownOptimumTest {
  private static final double BETA = 0.5;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void rlooReachesTheOptimum() throws IOException {
    assertReachesOptimum(new PolicyGradient.Comparison(GroupAdvantage.RLOO, 4), 48, 250);
  }

  /** Many more samples than RLOO: the greedy answer's score leaves the KL in the noise. */
  @Test
  @Tag("slow")
  void remaxWithKlToGoReachesTheOptimum() throws IOException {
    assertReachesOptimum(new PolicyGradient.GreedyBaseline(Remax.UNBIASED), 384, 400);
  }

  /**
   * At the optimum every answer's reward less its KL is the same, so dividing by the spread moves
   * nothing; but steps do not shrink there, and the spread of few answers is noise: groups are
   * larger.
   */
  @Test
  @Tag("slow")
  void grpoReachesTheOptimum() throws IOException {
    assertReachesOptimum(new PolicyGradient.Comparison(GroupAdvantage.GRPO, 16), 12, 200);
  }

  @Test
  @Tag("slow")
  void ppoReachesTheOptimum() throws IOException {
    Ppo ppo =
        new Ppo(
            4,
            2,
            2,
            GeneralizedAdvantage.DEFAULT,
            ClippedSurrogate.DEFAULT,
            ClippedValueLoss.DEFAULT,
            0.1,
            0,
            false,
            true,
            false);
    assertReachesOptimum(ppo, 48, 120);
  }

  private void assertReachesOptimum(PolicyGradient gradient, int promptBatch, int updates)
      throws IOException {
    TinyWorld.writeTokenizer(directory);
    RandomStream random = RandomStream.of(3);
    PolicyConfig config =
        new PolicyConfig(
            gradient,
            promptBatch,
            TinyWorld.generation(),
            KlPenalty.fixed(BETA),
            ScoreShaping.NONE,
            LossAggregation.SEQUENCE_MEAN_TOKEN_SUM,
            new LearningRateSchedule.Linear(5e-3, 0, updates));
    RewardFunction<Completion> reward =
        completions ->
            completions.stream()
                .mapToDouble(c -> TinyWorld.reward(c.tokens().prompt(), c.tokens().completion()))
                .toArray();
    try (TorchRuntime runtime = TestDevice.open();
        Tokenizer tokenizer = Tokenizer.load(directory);
        CausalLm model =
            CausalLm.random(
                runtime,
                TinyWorld.config(),
                random.split("weights"),
                ModelOptions.trainable(AdamWConfig.defaults()));
        CausalLm reference = model.frozenCopy();
        ValueModel values =
            ValueModel.fromPolicy(model, ModelOptions.trainable(AdamWConfig.defaults()))) {
      List<String> prompts =
          Collections.nCopies(promptBatch / TinyWorld.PROMPTS.size(), TinyWorld.PROMPTS).stream()
              .flatMap(List::stream)
              .toList();
      Critic critic = new Critic(values, config.learningRate());
      LmPolicy policy = new LmPolicy(model, reference, tokenizer, prompts, config, random, critic);
      double before = totalVariation(model, reference, tokenizer);
      policy.align(reward, updates, step -> {});
      double after = totalVariation(model, reference, tokenizer);
      assertThat(before).isGreaterThan(0.3);
      assertThat(after).isLessThan(0.05);
    }
  }

  /** The worst prompt's total variation between the model and the optimum. */
  private static double totalVariation(CausalLm model, CausalLm reference, Tokenizer tokenizer) {
    double worst = 0;
    for (String prompt : TinyWorld.PROMPTS) {
      int[] ids = tokenizer.encode(prompt, true);
      List<TokenSequence> answers = TinyWorld.everyAnswerTo(ids);
      double[] logProbs = sums(model.evaluate(List.of(answers))[0]);
      double[] refLogProbs = sums(reference.evaluate(List.of(answers))[0]);
      double[] rewards =
          answers.stream().mapToDouble(a -> TinyWorld.reward(ids, a.completion())).toArray();
      double[] optimum = TinyWorld.optimum(refLogProbs, rewards, BETA);
      double distance = 0;
      for (int i = 0; i < optimum.length; i++) {
        distance += Math.abs(Math.exp(logProbs[i]) - optimum[i]) / 2;
      }
      worst = Math.max(worst, distance);
    }
    return worst;
  }

  private static double[] sums(double[][] tokens) {
    return Arrays.stream(tokens).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
  }
}
