package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;

/**
 * A model of {@link TinyWorld} with data in files: what {@code ./aihf train} takes.
 *
 * @param directory of model and data
 */
record TinyTraining(Path directory) {
  /** Judges an answer by its length. */
  static final RewardFunction<Completion> JUDGE =
      ((TextReward)
              (prompts, completions) -> completions.stream().mapToDouble(String::length).toArray())
          .toRewardFunction();

  /** Settings in which everything that a run must remember matters. */
  static final List<String> EVERYTHING_MATTERS =
      List.of(
          "direct.demonstration_batch=3",
          "direct.preference_batch=3",
          "direct.beta=0.5",
          "direct.optimizer.learning_rate=0.002",
          "direct.optimizer.schedule=linear",
          "direct.optimizer.warmup_steps=3",
          "reward.demonstration_batch=3",
          "reward.preference_batch=3",
          "reward.optimizer.learning_rate=0.002",
          "reward.optimizer.schedule=cosine",
          "policy.prompts_per_step=2",
          "policy.samples_per_prompt=2",
          "policy.kl_target=0.5",
          "policy.optimizer.learning_rate=0.002",
          "policy.optimizer.schedule=linear",
          "loop.policy_steps=2",
          "loop.reward_steps=2",
          "evaluation.every=3",
          "evaluation.samples=2",
          "checkpoint.minutes=0");

  static TinyTraining write(Path directory, TorchRuntime runtime) throws IOException {
    Path model = Files.createDirectories(directory.resolve("model"));
    TinyWorld.writeTokenizer(model);
    try (CausalLm random =
        CausalLm.random(runtime, TinyWorld.config(), RandomStream.of(1), ModelOptions.frozen())) {
      random.save(model);
    }
    Path judge = Files.createDirectories(directory.resolve("judge"));
    TinyWorld.writeTokenizer(judge);
    try (SequenceClassifier random =
        SequenceClassifier.random(
            runtime, TinyWorld.config(), RandomStream.of(2), ModelOptions.frozen())) {
      random.save(judge, 0);
    }
    rows(
        directory.resolve("demonstrations.jsonl"),
        TinyModels.DEMONSTRATIONS.stream()
            .map(d -> row("prompt", d.prompt(), "completion", " " + d.text())));
    rows(
        directory.resolve("preferences.jsonl"),
        TinyModels.PREFERENCES.stream()
            .map(
                p ->
                    row(
                        "prompt", p.chosen().prompt(),
                        "chosen", " " + p.chosen().text(),
                        "rejected", " " + p.rejected().text())));
    rows(
        directory.resolve("prompts.jsonl"),
        TinyWorld.PROMPTS.stream().map(prompt -> row("prompt", prompt)));
    return new TinyTraining(directory);
  }

  private static void rows(Path file, Stream<String> rows) throws IOException {
    Files.write(file, rows.toList());
  }

  private static String row(String... fields) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add("\"%s\": \"%s\"".formatted(fields[i], fields[i + 1]));
    }
    return "{" + String.join(", ", pairs) + "}";
  }

  TrainRecipe recipe(TrainRecipe.Method method, List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "method=" + method.label(),
                "model=" + directory.resolve("model"),
                "data.demonstrations=" + directory.resolve("demonstrations.jsonl"),
                "data.preferences=" + directory.resolve("preferences.jsonl"),
                "data.prompts=" + directory.resolve("prompts.jsonl"),
                "data.test_prompts=" + directory.resolve("prompts.jsonl"),
                "policy.max_new_tokens=2",
                "direct.steps=2",
                "reward.pretraining_steps=2",
                "loop.iterations=1",
                "loop.policy_steps=1"));
    if (method == TrainRecipe.Method.ALIGN) {
      all.add("rewards=[{type: model, directory: %s}]".formatted(directory.resolve("judge")));
    }
    all.addAll(settings);
    return RecipeReader.of(TrainRecipe.class).parse("recipe.yaml", "", all);
  }
}
