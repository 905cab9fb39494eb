package org.aihf.llm.text;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses regular expressions whose search can take time exponential in the text: the native
 * library gives up in a way that ends the process.
 */
final class RegexCheck {
  private static final int LONGEST = 4096;

  private RegexCheck() {}

  /** What is wrong with a pattern, or nothing. */
  static String complaint(String pattern) {
    if (pattern.length() > LONGEST) {
      return "it is longer than " + LONGEST + " characters";
    }
    return repeatsARepetition(pattern)
        ? "it repeats a group that repeats something itself; such a search may never end"
        : "";
  }

  /** Whether a group with an unbounded repetition inside is itself repeated without bound. */
  private static boolean repeatsARepetition(String pattern) {
    Deque<Boolean> groups = new ArrayDeque<>();
    boolean repeats = false;
    boolean closed = false;
    boolean inside = false;
    int characterClass = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean afterGroup = closed;
      closed = false;
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        characterClass++;
      } else if (c == ']' && characterClass > 0) {
        characterClass--;
      } else if (characterClass > 0) {
        continue;
      } else if (c == '(') {
        groups.push(repeats);
        repeats = false;
      } else if (c == ')' && !groups.isEmpty()) {
        inside = repeats;
        repeats = groups.pop() || inside;
        closed = true;
      } else if (c == '*' || c == '+' || (c == '{' && isUnbounded(pattern, i))) {
        if (afterGroup && inside) {
          return true;
        }
        repeats = true;
      }
    }
    return false;
  }

  /** {@code {2,}} or a bound so large that it might as well be none. */
  private static boolean isUnbounded(String pattern, int brace) {
    int end = pattern.indexOf('}', brace);
    String bounds = end < 0 ? "" : pattern.substring(brace + 1, end);
    return bounds.matches("\\d*,") || bounds.matches("(\\d*,)?\\d{3,}");
  }
}
