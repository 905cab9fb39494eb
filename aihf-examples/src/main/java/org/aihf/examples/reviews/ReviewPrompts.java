package org.aihf.examples.reviews;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Prompts: genre, title and a neutral opener ("a space film called silent harbor . thoughts :").
 *
 * <p>Titles are dealt out once and for all, whatever the seed: three quarters to training, the rest
 * to judging, so that no judged prompt was ever trained on.
 */
public final class ReviewPrompts {
  /** Who may see a title. */
  public enum Split {
    TRAIN,
    HELD_OUT
  }

  private static final long TITLE_DEAL = 20_240_611;

  private ReviewPrompts() {}

  /** The prompt's text. */
  public static String text(String genre, String title, String opener) {
    return "a " + genre + " film called " + title + " . " + opener + " :";
  }

  /**
   * The genre that a prompt names first.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static String genre(String prompt) {
    for (String word : prompt.trim().split("\\s+")) {
      if (ReviewWords.GENRES.contains(word)) {
        return word;
      }
    }
    throw new IllegalArgumentException(
        "prompt \"%s\" names none of the genres %s".formatted(prompt, ReviewWords.GENRES));
  }

  /** The titles of a split. */
  public static List<String> titles(Split split) {
    List<String> titles = new ArrayList<>();
    for (String first : ReviewWords.TITLE_FIRST) {
      for (String second : ReviewWords.TITLE_SECOND) {
        titles.add(first + " " + second);
      }
    }
    shuffle(titles, RandomStream.of(TITLE_DEAL));
    int train = titles.size() * 3 / 4;
    return List.copyOf(
        split == Split.TRAIN ? titles.subList(0, train) : titles.subList(train, titles.size()));
  }

  /** Every prompt of a split about one of {@code genres}, in a fixed order. */
  public static List<String> all(Split split, List<String> genres) {
    List<String> prompts = new ArrayList<>();
    for (String genre : genres) {
      for (String title : titles(split)) {
        for (String opener : ReviewWords.OPENERS) {
          prompts.add(text(genre, title, opener));
        }
      }
    }
    return prompts;
  }

  /**
   * {@code count} distinct prompts in random order.
   *
   * @throws IllegalArgumentException if the split has fewer
   */
  public static List<String> distinct(
      Split split, List<String> genres, int count, RandomStream random) {
    List<String> prompts = all(split, genres);
    if (count > prompts.size()) {
      throw new IllegalArgumentException(
          "%d distinct prompts asked for, but %s has %d about %s"
              .formatted(count, split, prompts.size(), genres));
    }
    shuffle(prompts, random);
    return List.copyOf(prompts.subList(0, count));
  }

  private static void shuffle(List<String> items, RandomStream random) {
    for (int i = items.size() - 1; i > 0; i--) {
      Collections.swap(items, i, random.nextInt(i + 1));
    }
  }
}
