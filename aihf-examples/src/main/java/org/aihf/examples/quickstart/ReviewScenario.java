package org.aihf.examples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.aihf.data.Preference;
import org.aihf.examples.reviews.PreferenceRater;
import org.aihf.examples.reviews.Review;
import org.aihf.examples.reviews.ReviewData;
import org.aihf.examples.reviews.ReviewFiles;
import org.aihf.examples.reviews.ReviewPrompts;
import org.aihf.examples.reviews.ReviewTokenizer;
import org.aihf.examples.reviews.ReviewWords;
import org.aihf.examples.reviews.TrueReward;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.torch.TorchRuntime;

/**
 * The embedded task for one seed: people's data drawn anew, preferences between answers that the
 * base model itself wrote.
 *
 * @param settings demonstrations, prompts, coverage
 * @param preferences pairs
 * @param rater how noisy the human who compares is
 */
record ReviewScenario(ReviewData.Settings settings, int preferences, PreferenceRater rater) {
  /** Longest answer, in tokens. */
  static final int MAX_NEW_TOKENS = 48;

  /** Draws the data of a seed and writes it as files. */
  DataFiles write(TorchRuntime runtime, Path base, Path directory, long seed) throws IOException {
    RandomStream random = RandomStream.of(seed).split("reviews");
    ReviewData data = ReviewData.generate(settings, random.split("data"));
    ReviewFiles.write(
        directory, List.of(), data, preferencesOf(runtime, base, data.prompts(), random));
    return DataFiles.in(directory);
  }

  /**
   * Two answers of the base model to a prompt, compared by the rater; equal answers are drawn
   * again.
   */
  private List<Preference<Review>> preferencesOf(
      TorchRuntime runtime, Path base, List<String> prompts, RandomStream random) {
    List<Preference<Review>> pairs = new ArrayList<>(preferences);
    RandomStream choices = random.split("choices");
    try (Tokenizer tokenizer = Tokenizer.load(base);
        CausalLm model = CausalLm.load(runtime, base, ModelOptions.frozen())) {
      CompletionSampler sampler = new CompletionSampler(model, tokenizer);
      GenerationConfig how =
          GenerationConfig.sampling(MAX_NEW_TOKENS, Set.of(ReviewTokenizer.EOS_ID))
              .withSamplesPerPrompt(2);
      for (int round = 0; pairs.size() < preferences; round++) {
        List<List<Completion>> answers =
            sampler.sample(prompts, how, random.split("answers", round));
        for (List<Completion> pair : answers) {
          Review first = review(pair.get(0));
          Review second = review(pair.get(1));
          if (pairs.size() < preferences && !first.completion().equals(second.completion())) {
            pairs.add(rater.choose(first, second, choices));
          }
        }
      }
    }
    return pairs;
  }

  /** The true reward as a judge of completions. */
  RewardFunction<Completion> judge() {
    TrueReward truth = new TrueReward();
    return completions -> truth.score(completions.stream().map(ReviewScenario::review).toList());
  }

  /** Prompts about genres with and without demonstrations, where there are both. */
  Map<String, Predicate<String>> promptGroups() {
    int demonstrated = settings.demonstratedGenres();
    if (demonstrated == ReviewWords.GENRES.size()) {
      return Map.of();
    }
    List<String> covered = ReviewWords.GENRES.subList(0, demonstrated);
    return Map.of(
        "covered", prompt -> covered.contains(ReviewPrompts.genre(prompt)),
        "uncovered", prompt -> !covered.contains(ReviewPrompts.genre(prompt)));
  }

  private static Review review(Completion completion) {
    return new Review(completion.prompt(), " " + completion.text().strip(), completion.finished());
  }
}
