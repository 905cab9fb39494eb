package org.aihf.llm.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aihf.UserError;
import org.aihf.llm.ClassifierReward;
import org.aihf.llm.CommandReward;
import org.aihf.llm.Completion;
import org.aihf.llm.HttpReward;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.text.Tokenizer;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.WeightedReward;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

/** The weighted sum of a recipe's {@link RewardTerm}s, with the models that it opened. */
final class GivenRewards implements AutoCloseable {
  private final List<ClassifierReward> models = new ArrayList<>();
  private final List<WeightedReward.Part<Completion>> parts = new ArrayList<>();

  private GivenRewards() {}

  /**
   * @param key where the recipe has them, for errors
   * @param policyTokenizer the one that makes completions
   */
  static GivenRewards open(
      String key,
      List<RewardTerm> terms,
      TorchRuntime runtime,
      Tokenizer policyTokenizer,
      int microBatchTokens) {
    check(key, terms);
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i) instanceof RewardTerm.Model model) {
        boolean there = Files.isDirectory(Path.of(model.directory()));
        require(there, "%s[%d].directory".formatted(key, i), model.directory());
      }
    }
    GivenRewards rewards = new GivenRewards();
    try {
      List<String> names = RewardTerm.names(terms);
      for (int i = 0; i < terms.size(); i++) {
        rewards.add(names.get(i), terms.get(i), runtime, policyTokenizer, microBatchTokens);
      }
      return rewards;
    } catch (RuntimeException e) {
      rewards.close();
      throw e;
    }
  }

  /** Refuses what no run can use, before anything is opened. */
  static void check(String key, List<RewardTerm> terms) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < terms.size(); i++) {
      String at = "%s[%d].".formatted(key, i);
      RewardTerm term = terms.get(i);
      if (!term.name().isEmpty() && !names.add(term.name())) {
        throw new UserError(
            "option '%sname' is '%s', as another one is called; give each a name of its own"
                .formatted(at, term.name()));
      }
      if (!Double.isFinite(term.weight())) {
        throw new UserError(
            "option '%sweight' is %s; it must be finite".formatted(at, term.weight()));
      }
      if (term instanceof RewardTerm.Model model) {
        require(!model.directory().isBlank(), at + "directory", model.directory());
      } else if (term instanceof RewardTerm.Command command) {
        require(!command.command().isBlank(), at + "command", command.command());
      } else if (term instanceof RewardTerm.Http http) {
        require(!http.url().isBlank(), at + "url", http.url());
        require(
            http.timeoutSeconds() > 0 && http.timeoutSeconds() < 1e6,
            at + "timeout_seconds",
            http.timeoutSeconds());
        require(http.retries() >= 0, at + "retries", http.retries());
      }
    }
  }

  private static void require(boolean good, String key, Object value) {
    if (!good) {
      String remedy =
          switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "directory" -> "it must be a model directory in Hugging Face layout";
            case "command" -> "it must name a program";
            case "url" -> "it must be an address like http://localhost:8000/score";
            case "retries" -> "it must be at least 0";
            default -> "it must be above 0";
          };
      throw new UserError("option '%s' is '%s'; %s".formatted(key, value, remedy));
    }
  }

  private void add(
      String name,
      RewardTerm term,
      TorchRuntime runtime,
      Tokenizer policyTokenizer,
      int microBatchTokens) {
    if (term instanceof RewardTerm.Model model) {
      ClassifierReward reward =
          ClassifierReward.open(
              runtime,
              Path.of(model.directory()),
              model.label(),
              model.input(),
              policyTokenizer,
              ModelOptions.frozen().withMicroBatchTokens(microBatchTokens));
      models.add(reward);
      parts.add(new WeightedReward.Part<>(name, term.weight(), reward));
    } else if (term instanceof RewardTerm.Command command) {
      RewardFunction<Completion> reward = CommandReward.parse(command.command()).toRewardFunction();
      parts.add(new WeightedReward.Part<>(name, term.weight(), reward));
    } else if (term instanceof RewardTerm.Http http) {
      Duration timeout = Duration.ofMillis(Math.max(1, Math.round(http.timeoutSeconds() * 1000)));
      RewardFunction<Completion> reward =
          new HttpReward(http.url(), timeout, http.retries()).toRewardFunction();
      parts.add(new WeightedReward.Part<>(name, term.weight(), reward));
    }
  }

  /** The sum; null if there are no terms. */
  @Nullable RewardFunction<Completion> sum() {
    return parts.isEmpty() ? null : new WeightedReward<>(parts);
  }

  @Override
  public void close() {
    models.forEach(ClassifierReward::close);
    models.clear();
  }
}
