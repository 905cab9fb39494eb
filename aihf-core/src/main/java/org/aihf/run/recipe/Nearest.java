package org.aihf.run.recipe;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate that a typing mistake or two, another case, or a missing part turns into {@code
   * word}; empty if none is close.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String plain = plain(word);
    return candidates.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= allowed(plain, plain(candidate)))
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
  }

  /** "; did you mean X?", or the whole list where nothing is close. */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates)
        .map(near -> "; did you mean %s?".formatted(near))
        .orElseGet(() -> "; known: " + String.join(", ", candidates));
  }

  private static String plain(String word) {
    return word.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static int allowed(String word, String candidate) {
    boolean part =
        word.length() >= 3 && candidate.contains(word)
            || candidate.length() >= 3 && word.contains(candidate);
    int longest = Math.max(word.length(), candidate.length());
    return part ? longest : Math.max(1, longest / 3);
  }

  /** Levenshtein, with a swap of neighbours as one edit. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], 1 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
