package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.SelfPlayConfig;
import org.aihf.llm.train.SelfPlayConfig.Reference;
import org.aihf.llm.train.SelfPlayTrainer;
import org.aihf.objective.DpoObjective;
import org.aihf.random.RandomStream;
import org.aihf.torch.LearningRateSchedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelfPlayTest {
  /** Answers that experts give, and how often of {@link #PER_PROMPT} times. */
  private static final int[][] EXPERT_ANSWERS = {
    {4, TinyWorld.EOS}, {5, 4}, {TinyWorld.EOS}, {3, 3}
  };

  private static final int[] TIMES = {16, 8, 5, 3};
  private static final int PER_PROMPT = 32;

  @TempDir Path directory;

  /** SPIN's fixed point (Chen et al. 2024, Theorem 5.2). */
  @Test
  @Tag("slow")
  void playingAgainstItsOwnPastThePolicyBecomesTheExpert() throws IOException {
    int updates = 300;
    try (TinyModels models = TinyModels.open(directory);
        SelfPlayTrainer trainer =
            trainer(
                models,
                DirectData.demonstrations(expert(), 48),
                Reference.PREVIOUS,
                new LearningRateSchedule.Linear(1e-2, 0, updates))) {
      assertThat(totalVariation(models.policy)).isGreaterThan(0.7);
      for (int i = 0; i < updates; i++) {
        trainer.step();
      }
      assertThat(totalVariation(models.policy)).isLessThan(0.1);
    }
  }

  @ParameterizedTest
  @EnumSource(Reference.class)
  void aRestoredRunContinuesBitForBit(Reference reference) throws IOException {
    DirectData data = new DirectData(TinyModels.DEMONSTRATIONS, 3, TinyModels.PREFERENCES, 2);
    LearningRateSchedule rate = new LearningRateSchedule.Constant(1e-2, 0);
    Path state = Files.createDirectory(directory.resolve("state"));
    Metrics expected;
    try (TinyModels models = TinyModels.open(directory);
        SelfPlayTrainer trainer = trainer(models, data, reference, rate)) {
      run(trainer, 4);
      trainer.save(state);
      expected = run(trainer, 4);
    }
    try (TinyModels models = TinyModels.open(directory);
        SelfPlayTrainer trainer = trainer(models, data, reference, rate)) {
      trainer.restore(state);
      assertThat(run(trainer, 4)).isEqualTo(expected);
    }
  }

  @Test
  void ownSamplesLoseToDemonstrationsAndRejectedAnswersToChosenOnes() throws IOException {
    DirectData data = new DirectData(TinyModels.DEMONSTRATIONS, 8, TinyModels.PREFERENCES, 8);
    try (TinyModels models = TinyModels.open(directory);
        SelfPlayTrainer trainer =
            trainer(models, data, Reference.INITIAL, new LearningRateSchedule.Constant(1e-2, 0))) {
      Metrics first = trainer.step();
      assertThat(first.get("loss"))
          .isEqualTo(first.get("loss/demonstration") + first.get("loss/preference"));
      assertThat(first.get("rewards/margins")).isZero();
      List<Metrics> steps = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        steps.add(trainer.step());
      }
      assertThat(Metrics.mean(steps).get("rewards/margins")).isPositive();
      assertThat(Metrics.mean(steps).get("demonstrations/margins")).isPositive();
    }
  }

  @Test
  void stepsLeaveNoArrayBehind() throws IOException {
    DirectData data = DirectData.demonstrations(TinyModels.DEMONSTRATIONS, 8);
    try (TinyModels models = TinyModels.open(directory);
        SelfPlayTrainer trainer =
            trainer(models, data, Reference.PREVIOUS, new LearningRateSchedule.Constant(1e-3, 0))) {
      run(trainer, 10);
      long before = NativeArrays.count(models.runtime);
      run(trainer, 10);
      assertThat(NativeArrays.count(models.runtime)).isEqualTo(before);
    }
  }

  private static SelfPlayTrainer trainer(
      TinyModels models, DirectData data, Reference reference, LearningRateSchedule rate) {
    return new SelfPlayTrainer(
        models.policy,
        models.reference,
        models.tokenizer,
        data,
        new SelfPlayConfig(DpoObjective.logistic(0.5), 1, reference, TinyWorld.generation()),
        rate,
        RandomStream.of(9));
  }

  private static Metrics run(SelfPlayTrainer trainer, int steps) {
    Metrics last = Metrics.empty();
    for (int i = 0; i < steps; i++) {
      last = trainer.step();
    }
    return last;
  }

  private static List<Completion> expert() {
    List<Completion> demonstrations = new ArrayList<>();
    for (int prompt = 0; prompt < TinyWorld.PROMPTS.size(); prompt++) {
      for (int a = 0; a < TIMES.length; a++) {
        for (int i = 0; i < TIMES[a]; i++) {
          // Every prompt has its own favourite.
          demonstrations.add(
              TinyWorld.completion(prompt, EXPERT_ANSWERS[(a + prompt) % TIMES.length]));
        }
      }
    }
    return demonstrations;
  }

  /** Of the worst prompt. */
  private static double totalVariation(CausalLm model) {
    double worst = 0;
    for (int prompt = 0; prompt < TinyWorld.PROMPTS.size(); prompt++) {
      double[][] logProbs =
          model.evaluate(List.of(TinyWorld.everyAnswerTo(TinyWorld.promptIds(prompt))))[0];
      List<int[]> answers = TinyWorld.answers();
      double distance = 0;
      for (int i = 0; i < answers.size(); i++) {
        double probability = Math.exp(Arrays.stream(logProbs[i]).sum());
        double expert = 0;
        for (int a = 0; a < TIMES.length; a++) {
          if (Arrays.equals(answers.get(i), EXPERT_ANSWERS[(a + prompt) % TIMES.length])) {
            expert = (double) TIMES[a] / PER_PROMPT;
          }
        }
        distance += Math.abs(probability - expert) / 2;
      }
      worst = Math.max(worst, distance);
    }
    return worst;
  }
}
