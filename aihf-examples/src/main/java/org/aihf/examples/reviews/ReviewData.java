package org.aihf.examples.reviews;

import java.util.ArrayList;
import java.util.List;
import org.aihf.data.Preference;
import org.aihf.examples.reviews.ReviewPrompts.Split;
import org.aihf.random.RandomStream;

/**
 * What people wrote: text to pretrain on, demonstrations, and prompts to train and judge on. A
 * preference needs two completions; in the quickstart the pretrained model writes them ({@link
 * PreferenceRater#choose}), without a model {@link #writersPreferences} does.
 *
 * @param demonstrations few, of high quality, about the demonstrated genres only
 * @param prompts for policy alignment and for completions to compare; every genre
 * @param coveredPrompts held out, about the demonstrated genres
 * @param uncoveredPrompts held out, about the others; empty where all genres are demonstrated
 */
public record ReviewData(
    List<Review> demonstrations,
    List<String> prompts,
    List<String> coveredPrompts,
    List<String> uncoveredPrompts) {

  /**
   * How much of it.
   *
   * @param demonstratedGenres the first so many of {@link ReviewWords#GENRES} have demonstrations
   * @param testPrompts held-out prompts per group (covered, uncovered)
   */
  public record Settings(int demonstratedGenres, int demonstrations, int prompts, int testPrompts) {
    /** Demonstrations for every genre. */
    public static final Settings FULL_COVERAGE = new Settings(6, 100, 1000, 512);

    /** Demonstrations for half of the genres: the language twin of the paper's Fig. 9. */
    public static final Settings PARTIAL_COVERAGE = new Settings(3, 100, 1000, 256);

    public Settings {
      if (demonstratedGenres < 1 || demonstratedGenres > ReviewWords.GENRES.size()) {
        throw new IllegalArgumentException(
            "demonstratedGenres must be between 1 and %d, not %d"
                .formatted(ReviewWords.GENRES.size(), demonstratedGenres));
      }
    }
  }

  /** Draws everything from {@code random}'s named substreams. */
  public static ReviewData generate(Settings settings, RandomStream random) {
    List<String> genres = ReviewWords.GENRES;
    List<String> covered = genres.subList(0, settings.demonstratedGenres());
    List<String> uncovered = genres.subList(settings.demonstratedGenres(), genres.size());
    int test = settings.testPrompts();
    return new ReviewData(
        writeAll(
            ReviewPrompts.distinct(
                Split.TRAIN, covered, settings.demonstrations(), random.split("titles")),
            Quality.HIGH,
            random.split("demonstrations")),
        ReviewPrompts.distinct(Split.TRAIN, genres, settings.prompts(), random.split("prompts")),
        ReviewPrompts.distinct(Split.HELD_OUT, covered, test, random.split("covered")),
        uncovered.isEmpty()
            ? List.of()
            : ReviewPrompts.distinct(Split.HELD_OUT, uncovered, test, random.split("uncovered")));
  }

  /** Text of mixed quality about training titles: half of the writers are low, half medium. */
  public static List<Review> pretraining(int reviews, RandomStream random) {
    List<String> prompts = ReviewPrompts.all(Split.TRAIN, ReviewWords.GENRES);
    List<Review> text = new ArrayList<>(reviews);
    for (int i = 0; i < reviews; i++) {
      String prompt = prompts.get(random.nextInt(prompts.size()));
      Quality quality = random.nextBoolean() ? Quality.LOW : Quality.MEDIUM;
      text.add(Review.of(prompt, ReviewGrammar.completion(prompt, quality, random)));
    }
    return text;
  }

  /** One review of each prompt. */
  public static List<Review> writeAll(List<String> prompts, Quality quality, RandomStream random) {
    return prompts.stream()
        .map(prompt -> Review.of(prompt, ReviewGrammar.completion(prompt, quality, random)))
        .toList();
  }

  /**
   * Preferences between writers: for each prompt a low-quality and a medium-quality review, judged
   * by {@code rater}.
   */
  public static List<Preference<Review>> writersPreferences(
      List<String> prompts, PreferenceRater rater, RandomStream random) {
    List<Review> low = writeAll(prompts, Quality.LOW, random.split("low"));
    List<Review> medium = writeAll(prompts, Quality.MEDIUM, random.split("medium"));
    RandomStream choices = random.split("choices");
    List<Preference<Review>> preferences = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      preferences.add(rater.choose(low.get(i), medium.get(i), choices));
    }
    return preferences;
  }

  /** Held-out prompts of both groups. */
  public List<String> testPrompts() {
    List<String> all = new ArrayList<>(coveredPrompts);
    all.addAll(uncoveredPrompts);
    return all;
  }
}
