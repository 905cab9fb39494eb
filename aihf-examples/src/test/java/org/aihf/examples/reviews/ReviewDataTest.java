package org.aihf.examples.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aihf.data.Preference;
import org.aihf.examples.reviews.ReviewPrompts.Split;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewDataTest {
  private static final List<String> PROMPTS =
      ReviewPrompts.distinct(Split.TRAIN, ReviewWords.GENRES, 2000, RandomStream.of(5));

  private static double meanReward(Quality quality) {
    double[] rewards =
        new TrueReward().score(ReviewData.writeAll(PROMPTS, quality, RandomStream.of(7)));
    double sum = 0;
    for (double reward : rewards) {
      sum += reward;
    }
    return sum / rewards.length;
  }

  @Test
  void betterWritersEarnMore() {
    double low = meanReward(Quality.LOW);
    double medium = meanReward(Quality.MEDIUM);
    double high = meanReward(Quality.HIGH);
    assertThat(low).isBetween(-0.5, 0.6);
    assertThat(medium).isGreaterThan(low + 0.7);
    assertThat(high).isBetween(3.4, 3.8);
  }

  @Test
  void everyCompletionIsOfTheGrammarAndOfTheVocabulary() {
    Set<String> words = new HashSet<>(ReviewWords.all());
    for (Review review : ReviewData.pretraining(2000, RandomStream.of(1))) {
      assertThat(TrueReward.evaluate(review).form()).isZero();
      List<String> tokens = List.of((review.prompt() + review.completion()).split(" "));
      assertThat(words).containsAll(tokens);
      assertThat(review.completion().trim().split(" ").length + 1)
          .isLessThanOrEqualTo(ReviewGrammar.LONGEST_COMPLETION);
    }
  }

  @Test
  void titlesOfTrainingAndJudgingAreDisjoint() {
    assertThat(ReviewPrompts.titles(Split.TRAIN))
        .hasSize(108)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(ReviewPrompts.titles(Split.HELD_OUT));
    ReviewData data = ReviewData.generate(ReviewData.Settings.FULL_COVERAGE, RandomStream.of(1));
    assertThat(data.testPrompts()).hasSize(512).doesNotHaveDuplicates();
    assertThat(data.testPrompts()).doesNotContainAnyElementsOf(data.prompts());
    assertThat(data.demonstrations())
        .hasSize(100)
        .allSatisfy(demo -> assertThat(data.testPrompts()).doesNotContain(demo.prompt()));
  }

  @Test
  void partialCoverageDemonstratesHalfOfTheGenres() {
    ReviewData data = ReviewData.generate(ReviewData.Settings.PARTIAL_COVERAGE, RandomStream.of(1));
    assertThat(genres(data.demonstrations().stream().map(Review::prompt).toList()))
        .isEqualTo(genres(data.coveredPrompts()))
        .hasSize(3);
    assertThat(genres(data.uncoveredPrompts()))
        .hasSize(3)
        .doesNotContainAnyElementsOf(genres(data.coveredPrompts()));
    assertThat(genres(data.prompts())).hasSize(6);
  }

  private static Set<String> genres(List<String> prompts) {
    Set<String> genres = new HashSet<>();
    prompts.forEach(prompt -> genres.add(ReviewPrompts.genre(prompt)));
    return genres;
  }

  @Test
  void sameSeedSameData() {
    var settings = ReviewData.Settings.PARTIAL_COVERAGE;
    ReviewData data = ReviewData.generate(settings, RandomStream.of(4));
    assertThat(data).isEqualTo(ReviewData.generate(settings, RandomStream.of(4)));
    assertThat(data).isNotEqualTo(ReviewData.generate(settings, RandomStream.of(5)));
  }

  @Test
  void theRaterErrsAsOftenAsTheBtlModelSays() {
    Review good = Review.of(PROMPTS.get(0), " the plot was superb . overall great");
    Review bad = Review.of(PROMPTS.get(0), " the plot was superb . overall awful");
    PreferenceRater rater = new PreferenceRater(0.5);
    RandomStream random = RandomStream.of(2);
    int errors = 0;
    int trials = 20_000;
    for (int i = 0; i < trials; i++) {
      Preference<Review> choice =
          i % 2 == 0 ? rater.choose(good, bad, random) : rater.choose(bad, good, random);
      assertThat(Math.abs(PreferenceRater.trueGap(choice))).isCloseTo(1, within(1e-12));
      errors += PreferenceRater.trueGap(choice) < 0 ? 1 : 0;
    }
    // gap 1, temperature 0.5: σ(−2) = 0.1192, standard error 0.0023
    assertThat((double) errors / trials).isBetween(0.110, 0.129);
  }

  @Test
  void theRaterComparesAnswersToOnePromptOnly() {
    Review a = Review.of(PROMPTS.get(0), " the plot was dull . overall poor");
    Review b = Review.of(PROMPTS.get(1), " the plot was dull . overall poor");
    PreferenceRater rater = new PreferenceRater(1);
    assertThatThrownBy(() -> rater.choose(a, b, RandomStream.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one prompt");
  }

  @Test
  void writersPreferencesUsuallyPreferTheBetterWriter() {
    PreferenceRater rater = new PreferenceRater(1);
    List<Preference<Review>> pairs =
        ReviewData.writersPreferences(PROMPTS, rater, RandomStream.of(9));
    double right = pairs.stream().filter(pair -> PreferenceRater.trueGap(pair) > 0).count();
    assertThat(right / pairs.size()).isBetween(0.68, 0.88);
  }

  @Test
  void filesHaveTheLayoutOfADataDirectory(@TempDir Path directory) throws IOException {
    var settings = new ReviewData.Settings(6, 10, 20, 15);
    ReviewData data = ReviewData.generate(settings, RandomStream.of(1));
    List<Review> text = ReviewData.pretraining(30, RandomStream.of(2));
    List<Preference<Review>> pairs =
        ReviewData.writersPreferences(data.prompts(), new PreferenceRater(1), RandomStream.of(3));
    ReviewFiles.write(directory, text, data, pairs);

    assertThat(directory)
        .isDirectoryContaining("glob:**/sft.jsonl")
        .isDirectoryNotContaining("glob:**.partial");
    assertThat(Files.readAllLines(directory.resolve("sft.jsonl"))).hasSize(30);
    assertThat(Files.readAllLines(directory.resolve("prompts.jsonl"))).hasSize(20);
    assertThat(Files.readAllLines(directory.resolve("test_prompts.jsonl"))).hasSize(15);
    JsonNode demonstration = first(directory.resolve("demonstrations.jsonl"));
    assertThat(demonstration.get("prompt").asText())
        .isEqualTo(data.demonstrations().get(0).prompt());
    assertThat(demonstration.get("completion").asText()).startsWith(" ");
    JsonNode preference = first(directory.resolve("preferences.jsonl"));
    assertThat(preference.get("chosen").asText()).isEqualTo(pairs.get(0).chosen().completion());
    assertThat(preference.get("rejected").asText()).isEqualTo(pairs.get(0).rejected().completion());
    assertThat(preference.get("margin").asDouble()).isZero();
  }

  private static JsonNode first(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllLines(file).get(0));
  }
}
