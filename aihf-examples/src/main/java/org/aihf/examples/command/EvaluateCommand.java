package org.aihf.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.data.JsonlReader;
import org.aihf.data.JsonlWriter;
import org.aihf.data.PromptRow;
import org.aihf.examples.scoring.ModelDirectory;
import org.aihf.llm.Completion;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.TextReward;
import org.aihf.llm.eval.EvaluatedAnswer;
import org.aihf.llm.eval.Evaluation;
import org.aihf.llm.eval.Evaluator;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.Sample;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A policy on held-out prompts: KL, learned reward, and a judge's scores. */
@Command(
    name = "evaluate",
    description = {
      "Sample one answer per held-out prompt and measure it.",
      "",
      "Prints KL from a reference, the reward of a reward model and the score of a judge, as far as they",
      "are given; writes {prompt, completion, true_reward, learned_reward, kl} per prompt."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The policy.")
  private Path model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "F.jsonl",
      description = "Rows {prompt}.")
  private Path input;

  @Option(
      names = "--output",
      paramLabel = "F.jsonl",
      description = "Where to write the answers; nowhere if not given.")
  private @Nullable Path output;

  @Option(
      names = "--reference",
      paramLabel = "DIR",
      description = "What the KL is to; default: the model itself, KL 0.")
  private @Nullable Path reference;

  @Option(
      names = "--reward-model",
      paramLabel = "DIR",
      description = "A sequence classifier that scores the answers.")
  private @Nullable Path rewardModel;

  @Option(
      names = "--judge",
      paramLabel = "COMMAND",
      description =
          "A program that reads rows {prompt, completion} and prints a score per row, or a server's"
              + " http address: the true reward.")
  private @Nullable String judge;

  @Option(
      names = "--max-new-tokens",
      defaultValue = "64",
      paramLabel = "N",
      description = "Most tokens of one answer; default: ${DEFAULT-VALUE}.")
  private int maxNewTokens;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Root of the randomness; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private EngineOptions engine = new EngineOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (maxNewTokens < 1) {
      throw new UserError(
          "option --max-new-tokens is %d; it must be at least 1".formatted(maxNewTokens));
    }
    List<String> prompts =
        JsonlReader.read(input, PromptRow.FORMAT).stream().map(PromptRow::prompt).toList();
    refuseClassifier("--model", model);
    Path base = reference == null ? model : reference;
    refuseClassifier("--reference", base);
    try (TorchRuntime runtime = engine.open();
        Tokenizer tokenizer = Tokenizer.load(model);
        CausalLm policy = CausalLm.load(runtime, model, ModelOptions.frozen());
        CausalLm initial = CausalLm.load(runtime, base, ModelOptions.frozen())) {
      Evaluator evaluator =
          new Evaluator(
              prompts,
              GenerationConfig.sampling(maxNewTokens, Set.copyOf(tokenizer.stopIds())),
              RandomStream.of(seed),
              judge == null ? null : TextReward.parse(judge).toRewardFunction());
      report(
          rewardModel == null
              ? evaluator.evaluate(policy, initial, tokenizer, null)
              : withReward(runtime, evaluator, policy, initial, tokenizer, rewardModel));
    }
    return 0;
  }

  private static Evaluation withReward(
      TorchRuntime runtime,
      Evaluator evaluator,
      CausalLm policy,
      CausalLm initial,
      Tokenizer tokenizer,
      Path directory) {
    if (!ModelDirectory.isClassifier("--reward-model", directory)) {
      throw new UserError(
          "%s is a causal language model; --reward-model takes a sequence classifier"
              .formatted(directory));
    }
    try (SequenceClassifier classifier =
            SequenceClassifier.load(runtime, directory, ModelOptions.frozen());
        Tokenizer own = Tokenizer.load(directory)) {
      RewardFunction<Completion> reward =
          new LmRewardModel(classifier, own, tokenizer, LearningRateSchedule.constant(0));
      return evaluator.evaluate(policy, initial, tokenizer, reward);
    }
  }

  private static void refuseClassifier(String option, Path directory) {
    if (ModelDirectory.isClassifier(option, directory)) {
      throw new UserError(
          "%s is a sequence classifier; %s takes a causal language model"
              .formatted(directory, option));
    }
  }

  private void report(Evaluation evaluation) {
    PrintWriter out = spec.commandLine().getOut();
    evaluation
        .metrics()
        .values()
        .forEach(
            (name, value) -> out.println(String.format(Locale.ROOT, "%-22s %.4f", name, value)));
    if (output != null) {
      JsonlWriter.write(output, evaluation.answers().stream().map(EvaluateCommand::row).toList());
    }
  }

  private static Sample row(EvaluatedAnswer answer) {
    return new Sample(
        answer.prompt(),
        answer.completion(),
        known(answer.trueReward()),
        known(answer.learnedReward()),
        known(answer.kl()));
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
