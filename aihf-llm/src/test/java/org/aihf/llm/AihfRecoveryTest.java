package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.data.Preference;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.train.RewardTrainer;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * AIHF recovers a hidden reward R, up to a constant per prompt, from demonstrations of
 * π⁰·exp(R/β)/Z and Bradley-Terry-Luce preferences of the same R.
 *
 * <p>The demonstrations' log-likelihood has the gradient (E_D ∇R − E_π ∇R)/β (37), so maximum
 * likelihood of both data sets is w₁ = |D| / (β |P|) in eq. 22, whose terms are means and which
 * drops the 1/β. Only {@link JointObjective#linear} has the true R as its fixed point: there,
 * demonstrations and own samples have one distribution, and the logistic loss of two draws from one
 * distribution still shrinks their difference.
 */
class AihfRecoveryTest {
  private static final double BETA = 0.5;
  private static final int DATA = 3000;
  private static final int ITERATIONS = 200;
  private static final int POLICY_STEPS = 4;
  private static final int REWARD_STEPS = 1;
  private static final int BATCH = 128;

  /** Answers that a demonstrator gives less often than this are not judged. */
  private static final double PROBABLE = 0.02;

  @TempDir Path directory;

  @Test
  @Tag("slow")
  void aHiddenRewardIsRecovered() throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      List<Answers> world = Answers.all(models);
      RandomStream random = RandomStream.of(17);
      List<Completion> demonstrations = demonstrations(world, random.split("demonstrations"));
      List<Preference<Completion>> preferences = preferences(random.split("preferences"));
      double untrained = error(models, world);

      LmPolicy policy = models.rloo(BETA, 24, LearningRateSchedule.constant(3e-3), 5);
      JointObjective objective =
          JointObjective.linear(demonstrations.size() / (BETA * preferences.size()));
      AihfConfig config =
          new AihfConfig(ITERATIONS, POLICY_STEPS, REWARD_STEPS, objective, BATCH, BATCH, 5);
      Aihf.builder(policy, models.reward(rewardRate()))
          .config(config)
          .demonstrations(demonstrations)
          .preferences(preferences)
          .build()
          .run();
      double joint = error(models, world);
      double preferencesAlone = preferencesAlone(world, preferences);
      assertThat(untrained).isGreaterThan(0.5);
      assertThat(preferencesAlone).isLessThan(0.8 * untrained);
      assertThat(joint).isLessThan(0.25).isLessThan(0.6 * preferencesAlone);
    }
  }

  private static LearningRateSchedule rewardRate() {
    return new LearningRateSchedule.Linear(1e-3, 0, (long) ITERATIONS * REWARD_STEPS);
  }

  /** The same steps on the same preferences without demonstrations (w₁ = 0). */
  private double preferencesAlone(List<Answers> world, List<Preference<Completion>> preferences)
      throws IOException {
    try (TinyModels models = TinyModels.open(directory)) {
      RewardTrainer trainer =
          new RewardTrainer(
              models.reward(rewardRate()),
              preferences,
              BATCH,
              JointObjective.bradleyTerry(),
              RandomStream.of(5));
      for (int i = 0; i < ITERATIONS * REWARD_STEPS; i++) {
        trainer.step();
      }
      return error(models, world);
    }
  }

  /** Every answer to a prompt, its hidden reward and how often a demonstrator gives it. */
  private record Answers(int prompt, List<TokenSequence> all, double[] rewards, double[] optimum) {
    static List<Answers> all(TinyModels models) {
      List<Answers> world = new ArrayList<>();
      for (int p = 0; p < TinyWorld.PROMPTS.size(); p++) {
        int[] ids = TinyWorld.promptIds(p);
        List<TokenSequence> all = TinyWorld.everyAnswerTo(ids);
        double[] rewards =
            all.stream().mapToDouble(a -> TinyWorld.reward(ids, a.completion())).toArray();
        double[] refLogProbs =
            Arrays.stream(models.reference.evaluate(List.of(all))[0])
                .mapToDouble(tokens -> Arrays.stream(tokens).sum())
                .toArray();
        world.add(new Answers(p, all, rewards, TinyWorld.optimum(refLogProbs, rewards, BETA)));
      }
      return world;
    }
  }

  private static List<Completion> demonstrations(List<Answers> world, RandomStream random) {
    List<Completion> demonstrations = new ArrayList<>();
    for (int i = 0; i < DATA; i++) {
      Answers answers = world.get(i % world.size());
      double left = random.nextDouble();
      int answer = 0;
      while (answer < answers.all.size() - 1 && left >= answers.optimum[answer]) {
        left -= answers.optimum[answer++];
      }
      demonstrations.add(
          TinyWorld.completion(answers.prompt, answers.all.get(answer).completion()));
    }
    return demonstrations;
  }

  /** Pairs of answers drawn alike, P(first wins) = σ(ΔR). */
  private static List<Preference<Completion>> preferences(RandomStream random) {
    List<int[]> answers = TinyWorld.answers();
    List<Preference<Completion>> preferences = new ArrayList<>();
    for (int i = 0; i < DATA; i++) {
      int prompt = i % TinyWorld.PROMPTS.size();
      int[] first = answers.get(random.nextInt(answers.size()));
      int[] second = answers.get(random.nextInt(answers.size()));
      int[] ids = TinyWorld.promptIds(prompt);
      double margin = TinyWorld.reward(ids, first) - TinyWorld.reward(ids, second);
      boolean firstWins = random.nextDouble() < 1 / (1 + Math.exp(-margin));
      preferences.add(
          Preference.of(
              TinyWorld.completion(prompt, firstWins ? first : second),
              TinyWorld.completion(prompt, firstWins ? second : first)));
    }
    return preferences;
  }

  /** Root mean square of R_θ − R over demonstrators' answers, less each prompt's mean. */
  private static double error(TinyModels models, List<Answers> world) {
    double squares = 0;
    for (Answers answers : world) {
      double[][] scores = models.reward.evaluate(List.of(answers.all))[0];
      double mass = 0;
      double mean = 0;
      for (int i = 0; i < scores.length; i++) {
        if (answers.optimum[i] >= PROBABLE) {
          mass += answers.optimum[i];
          mean += answers.optimum[i] * (scores[i][0] - answers.rewards[i]);
        }
      }
      mean /= mass;
      for (int i = 0; i < scores.length; i++) {
        if (answers.optimum[i] >= PROBABLE) {
          double error = scores[i][0] - answers.rewards[i] - mean;
          squares += answers.optimum[i] / mass * error * error / world.size();
        }
      }
    }
    return Math.sqrt(squares);
  }
}
