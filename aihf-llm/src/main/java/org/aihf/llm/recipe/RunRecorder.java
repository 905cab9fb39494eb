package org.aihf.llm.recipe;

import java.util.ArrayList;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.llm.Completion;
import org.aihf.llm.eval.EvaluatedAnswer;
import org.aihf.llm.eval.Evaluation;
import org.aihf.llm.eval.Evaluator;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.Progress;
import org.aihf.run.RunDirectory;
import org.aihf.run.Sample;
import org.jspecify.annotations.Nullable;

/** What a run writes while it goes: metrics, periodic evaluation, sample tables, progress. */
final class RunRecorder implements AutoCloseable {
  private final RunDirectory run;
  private final EvaluationSection settings;
  private final String task;
  private final long total;
  private @Nullable Progress progress;
  private final @Nullable Evaluator periodic;
  private final @Nullable Evaluator last;
  private final CausalLm model;
  private final CausalLm reference;
  private final Tokenizer tokenizer;
  private final @Nullable RewardFunction<Completion> learned;

  RunRecorder(
      RunDirectory run,
      TrainRecipe recipe,
      String task,
      long total,
      List<String> testPrompts,
      Subjects subjects,
      @Nullable RewardFunction<Completion> judge) {
    this.run = run;
    this.settings = recipe.evaluation();
    this.task = task;
    this.total = total;
    this.model = subjects.model();
    this.reference = subjects.reference();
    this.tokenizer = subjects.tokenizer();
    this.learned = subjects.learned();
    GenerationConfig generation = Sampling.of(recipe.policy(), tokenizer);
    RandomStream random = RandomStream.of(recipe.seed()).split("evaluation");
    // A policy that is not trained is evaluated once.
    boolean changes = recipe.method() != TrainRecipe.Method.REWARD;
    int few = changes ? Math.min(settings.prompts(), testPrompts.size()) : 0;
    this.periodic =
        few == 0 ? null : new Evaluator(testPrompts.subList(0, few), generation, random, judge);
    this.last =
        testPrompts.isEmpty() ? null : new Evaluator(testPrompts, generation, random, judge);
  }

  /** Who is evaluated, against what. */
  record Subjects(
      CausalLm model,
      CausalLm reference,
      Tokenizer tokenizer,
      @Nullable RewardFunction<Completion> learned) {}

  /** One update. */
  void step(long step, Metrics metrics) {
    run.metrics().record(step, metrics);
    if (progress == null) {
      progress = Progress.start(task, total);
      progress.resumeAfter(step - 1);
    }
    progress.advance(1);
    double shown = metrics.get("objective/scores");
    progress.message(
        Double.isNaN(shown)
            ? "loss %.4f".formatted(metrics.get("loss"))
            : "reward %.3f, KL %.2f".formatted(shown, metrics.get("objective/kl")));
  }

  /** Metrics that are not an update of their own. */
  void note(long step, Metrics metrics) {
    run.metrics().record(step, metrics);
  }

  /** An update of the reward model before the first of the policy. */
  void pretraining(long step, Metrics metrics) {
    Metrics renamed = Metrics.empty().with("reward_pretraining/step", step);
    for (var entry : metrics.values().entrySet()) {
      renamed = renamed.with("reward_pretraining/" + entry.getKey(), entry.getValue());
    }
    run.metrics().record(0, renamed);
  }

  /** Evaluates before the first unit. Returns what was measured, if anything was. */
  Metrics evaluateFirst() {
    return evaluateIfDue(0, 0);
  }

  /** Evaluates if it is time: every so many {@code units}. Returns what was measured then. */
  Metrics evaluateIfDue(long units, long step) {
    return periodic != null && settings.every() > 0 && units % settings.every() == 0
        ? record(step, periodic).metrics()
        : Metrics.empty();
  }

  /** Evaluates on every held-out prompt and writes the answers. */
  Metrics evaluateLast(long step) {
    if (last == null) {
      return Metrics.empty();
    }
    Evaluation evaluation = record(step, last);
    run.evaluation(rows(evaluation.answers()));
    return evaluation.metrics();
  }

  private Evaluation record(long step, Evaluator evaluator) {
    Evaluation evaluation = evaluator.evaluate(model, reference, tokenizer, learned);
    run.metrics().record(step, evaluation.metrics());
    int shown = Math.min(settings.samples(), evaluation.answers().size());
    run.samples(step, rows(evaluation.answers().subList(0, shown)));
    return evaluation;
  }

  private static List<Sample> rows(List<EvaluatedAnswer> answers) {
    List<Sample> rows = new ArrayList<>();
    for (EvaluatedAnswer answer : answers) {
      rows.add(
          new Sample(
              answer.prompt(),
              answer.completion(),
              known(answer.trueReward()),
              known(answer.learnedReward()),
              known(answer.kl())));
    }
    return rows;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
