package org.aihf.examples.reviews;

/**
 * A prompt and an answer to it, as text.
 *
 * @param prompt ends in {@code :}
 * @param completion begins with a space, as in the files
 * @param ended whether the writer stopped of its own accord (end of sequence), not at a length
 *     limit
 */
public record Review(String prompt, String completion, boolean ended) {
  /** A review that ended. */
  public static Review of(String prompt, String completion) {
    return new Review(prompt, completion, true);
  }
}
