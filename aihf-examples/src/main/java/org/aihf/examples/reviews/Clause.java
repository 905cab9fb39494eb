package org.aihf.examples.reviews;

import java.util.ArrayList;
import java.util.List;

/** A part of a review, as {@link TrueReward} reads it; the grammar is {@link ReviewGrammar}'s. */
sealed interface Clause {
  /** Judges a side of the film without a detail. */
  record Vague(String aspect, int sentiment) implements Clause {}

  /** Judges a side of the film by a detail. */
  record Specific(String aspect, int sentiment, String detail) implements Clause {}

  /** Speaks about something else. */
  record OffTopic() implements Clause {}

  /** The closing verdict: +1 good, −1 bad. */
  record Verdict(int sentiment) implements Clause {}

  /** Not of the grammar. */
  record Malformed() implements Clause {}

  /** Reads a completion: clauses up to the first full stop, a verdict after it. */
  static List<Clause> parse(String completion) {
    List<Clause> clauses = new ArrayList<>();
    boolean afterStop = false;
    List<String> words = new ArrayList<>();
    for (String word : completion.replaceAll("([,.:])", " $1 ").trim().split("\\s+")) {
      if (word.equals(",") || word.equals(".")) {
        clauses.add(afterStop ? new Malformed() : clause(words));
        words.clear();
        afterStop |= word.equals(".");
      } else {
        words.add(word);
      }
    }
    clauses.add(afterStop ? verdict(words) : new Malformed());
    return clauses;
  }

  private static Clause clause(List<String> words) {
    String shape = words.size() > 2 ? words.get(0) + " " + words.get(2) : "";
    if (words.size() == 4 && shape.equals("my was")) {
      return ReviewWords.OFF_TOPIC.contains(words.get(1))
              && ReviewWords.OFF_TOPIC_STATES.contains(words.get(3))
          ? new OffTopic()
          : new Malformed();
    }
    if (words.size() < 4 || !ReviewWords.ASPECTS.contains(words.get(1))) {
      return new Malformed();
    }
    String aspect = words.get(1);
    if (words.size() == 4 && shape.equals("the was")) {
      int sentiment = ReviewWords.sentiment(words.get(3));
      return sentiment == 0 ? new Malformed() : new Vague(aspect, sentiment);
    }
    if (words.size() == 6 && shape.equals("the had") && words.get(3).equals("a")) {
      int sentiment = ReviewWords.sentiment(words.get(4));
      String detail = words.get(5);
      return sentiment == 0 || ReviewWords.genreOfDetail(detail).isEmpty()
          ? new Malformed()
          : new Specific(aspect, sentiment, detail);
    }
    return new Malformed();
  }

  private static Clause verdict(List<String> words) {
    int sentiment =
        words.size() == 2 && words.get(0).equals("overall") ? ReviewWords.verdict(words.get(1)) : 0;
    return sentiment == 0 ? new Malformed() : new Verdict(sentiment);
  }
}
