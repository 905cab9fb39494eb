package org.aihf.examples.reviews;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every word of the task, about 130, by the part it plays. */
public final class ReviewWords {
  /** What a film can be; each genre has things that belong to it. */
  public static final List<String> GENRES =
      List.of("horror", "western", "comedy", "romance", "mystery", "space");

  /** Things that belong to a genre: concrete details that a good review mentions. */
  public static final Map<String, List<String>> DETAILS =
      Map.of(
          "horror", List.of("ghost", "cellar", "scream", "mask", "shadow", "crypt"),
          "western", List.of("horse", "saloon", "sheriff", "canyon", "duel", "ranch"),
          "comedy", List.of("prank", "clown", "mixup", "gag", "wedding", "parrot"),
          "romance", List.of("kiss", "letter", "dance", "promise", "rose", "reunion"),
          "mystery", List.of("clue", "alibi", "detective", "riddle", "butler", "key"),
          "space", List.of("rocket", "robot", "planet", "alien", "orbit", "laser"));

  /** Sides of a film that a clause can speak about. */
  public static final List<String> ASPECTS =
      List.of("plot", "cast", "music", "pace", "camera", "script", "ending", "setting");

  public static final List<String> PRAISE =
      List.of("superb", "clever", "vivid", "moving", "fresh", "bold", "tender", "crisp");
  public static final List<String> CRITICISM =
      List.of("dull", "clumsy", "flat", "stale", "hollow", "messy", "tired", "weak");

  /** What has nothing to do with the film. */
  public static final List<String> OFF_TOPIC =
      List.of("popcorn", "seat", "parking", "ticket", "neighbour", "phone");

  /** States of off-topic things; neither praise nor criticism of the film. */
  public static final List<String> OFF_TOPIC_STATES = List.of("cold", "noisy", "wet", "late");

  public static final List<String> GOOD_VERDICTS = List.of("wonderful", "great", "recommended");
  public static final List<String> BAD_VERDICTS = List.of("awful", "poor", "forgettable");

  static final List<String> TITLE_FIRST =
      List.of(
          "silent",
          "golden",
          "broken",
          "hidden",
          "distant",
          "burning",
          "crooked",
          "velvet",
          "northern",
          "paper",
          "seventh",
          "restless");
  static final List<String> TITLE_SECOND =
      List.of(
          "harbor", "mirror", "orchard", "winter", "bridge", "lantern", "river", "garden", "tower",
          "island", "voyage", "evening");
  static final List<String> OPENERS = List.of("review", "notes", "thoughts", "opinion");
  static final List<String> GRAMMAR =
      List.of("a", "film", "called", "the", "was", "had", "my", "overall", ",", ".", ":");

  private static final Map<String, String> GENRE_OF_DETAIL = genreOfDetail();

  private ReviewWords() {}

  /** Every word once, in a fixed order (the tokenizer's). */
  public static List<String> all() {
    Set<String> words = new LinkedHashSet<>(GRAMMAR);
    words.addAll(GENRES);
    GENRES.forEach(genre -> words.addAll(DETAILS.get(genre)));
    List.of(ASPECTS, PRAISE, CRITICISM, OFF_TOPIC, OFF_TOPIC_STATES, GOOD_VERDICTS, BAD_VERDICTS)
        .forEach(words::addAll);
    List.of(TITLE_FIRST, TITLE_SECOND, OPENERS).forEach(words::addAll);
    return new ArrayList<>(words);
  }

  /** The genre a detail belongs to, or "" where {@code word} is no detail. */
  public static String genreOfDetail(String word) {
    return GENRE_OF_DETAIL.getOrDefault(word, "");
  }

  /** +1 for praise, −1 for criticism, 0 for any other word. */
  public static int sentiment(String word) {
    return PRAISE.contains(word) ? 1 : CRITICISM.contains(word) ? -1 : 0;
  }

  /** +1 for a good verdict, −1 for a bad one, 0 for any other word. */
  public static int verdict(String word) {
    return GOOD_VERDICTS.contains(word) ? 1 : BAD_VERDICTS.contains(word) ? -1 : 0;
  }

  private static Map<String, String> genreOfDetail() {
    Map<String, String> genres = new TreeMap<>();
    DETAILS.forEach((genre, details) -> details.forEach(detail -> genres.put(detail, genre)));
    return Map.copyOf(genres);
  }
}
