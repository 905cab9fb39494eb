package org.aihf.examples.reviews;

import java.util.ArrayList;
import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Writes completions.
 *
 * <pre>
 * completion = clause { "," clause } "." "overall" VERDICT
 * clause     = "the" ASPECT "was" JUDGEMENT                     (vague)
 *            | "the" ASPECT "had" "a" JUDGEMENT DETAIL          (specific)
 *            | "my" OFF_TOPIC "was" STATE                       (off-topic)
 * </pre>
 *
 * <p>Words are drawn with replacement: saying the same thing twice is a mistake that any writer
 * makes, except that a writer whose details are all on-genre does not repeat one.
 */
public final class ReviewGrammar {
  /** Tokens of the longest completion any {@link Quality} writes, end of sequence included. */
  public static final int LONGEST_COMPLETION = 4 * 6 + 3 + 1 + 2 + 1;

  private ReviewGrammar() {}

  /** A completion of {@code prompt}, with its leading space. */
  public static String completion(String prompt, Quality quality, RandomStream random) {
    String genre = ReviewPrompts.genre(prompt);
    int clauses =
        quality.fewestClauses()
            + random.nextInt(quality.mostClauses() - quality.fewestClauses() + 1);
    List<String> details = new ArrayList<>();
    List<String> text = new ArrayList<>();
    int tone = 0;
    for (int i = 0; i < clauses; i++) {
      if (random.nextDouble() < quality.offTopic()) {
        text.add(
            "my %s was %s"
                .formatted(
                    pick(ReviewWords.OFF_TOPIC, random),
                    pick(ReviewWords.OFF_TOPIC_STATES, random)));
        continue;
      }
      boolean praise = random.nextDouble() < quality.praise();
      tone += praise ? 1 : -1;
      String judgement = pick(praise ? ReviewWords.PRAISE : ReviewWords.CRITICISM, random);
      String aspect = pick(ReviewWords.ASPECTS, random);
      if (random.nextDouble() < quality.specific()) {
        text.add(
            "the %s had a %s %s"
                .formatted(aspect, judgement, detail(genre, details, quality, random)));
      } else {
        text.add("the %s was %s".formatted(aspect, judgement));
      }
    }
    boolean agrees = random.nextDouble() < quality.consistentVerdict();
    boolean good = (tone > 0) == agrees;
    String verdict = pick(good ? ReviewWords.GOOD_VERDICTS : ReviewWords.BAD_VERDICTS, random);
    return " " + String.join(" , ", text) + " . overall " + verdict;
  }

  private static String detail(
      String genre, List<String> used, Quality quality, RandomStream random) {
    if (random.nextDouble() >= quality.onGenre()) {
      String other = pick(ReviewWords.GENRES, random);
      return pick(ReviewWords.DETAILS.get(other), random);
    }
    List<String> fresh = new ArrayList<>(ReviewWords.DETAILS.get(genre));
    if (quality.onGenre() == 1) {
      fresh.removeAll(used);
    }
    String detail = pick(fresh, random);
    used.add(detail);
    return detail;
  }

  private static String pick(List<String> words, RandomStream random) {
    return words.get(random.nextInt(words.size()));
  }
}
