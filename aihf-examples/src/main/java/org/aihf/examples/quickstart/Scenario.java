package org.aihf.examples.quickstart;

import java.util.List;
import org.aihf.examples.reviews.PreferenceRater;
import org.aihf.examples.reviews.ReviewData.Settings;

/**
 * One comparison on the embedded task.
 *
 * @param name its directory
 * @param title what the report is called
 * @param contest bundled recipe of the methods
 */
record Scenario(String name, String title, ReviewScenario data, String contest) {
  private static final int DEMONSTRATIONS = 100;
  private static final int PREFERENCES = 1000;
  private static final int TRAIN_PROMPTS = 1000;
  private static final int TEST_PROMPTS = 512;

  /** The question that {@code ./aihf quickstart} answers. */
  static Scenario main() {
    return of(
        "main", "Demonstrations and preferences", 6, DEMONSTRATIONS, PREFERENCES, "reviews.yaml");
  }

  /**
   * {@code --full}: every method; then demonstrations for half of the genres only; then less of
   * either.
   */
  static List<Scenario> full() {
    return List.of(
        of("main", "Every method", 6, DEMONSTRATIONS, PREFERENCES, "reviews-full.yaml"),
        of(
            "coverage",
            "Demonstrations for 3 of 6 genres",
            3,
            DEMONSTRATIONS,
            PREFERENCES,
            "reviews-full.yaml"),
        of("demonstrations-25", "25 demonstrations", 6, 25, PREFERENCES, "reviews-full.yaml"),
        of("preferences-100", "100 preferences", 6, DEMONSTRATIONS, 100, "reviews-full.yaml"),
        of("both-few", "25 demonstrations, 100 preferences", 6, 25, 100, "reviews-full.yaml"));
  }

  /** AIHF with each policy gradient; run on request only. */
  static Scenario algorithms() {
    return of(
        "algorithms",
        "AIHF with RLOO, GRPO, ReMax and PPO",
        6,
        DEMONSTRATIONS,
        PREFERENCES,
        "reviews-algorithms.yaml");
  }

  private static Scenario of(
      String name, String title, int genres, int demonstrations, int preferences, String contest) {
    int test = genres == 6 ? TEST_PROMPTS : TEST_PROMPTS / 2;
    Settings settings = new Settings(genres, demonstrations, TRAIN_PROMPTS, test);
    return new Scenario(
        name, title, new ReviewScenario(settings, preferences, new PreferenceRater(1)), contest);
  }
}
