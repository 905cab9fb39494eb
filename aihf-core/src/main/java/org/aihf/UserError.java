package org.aihf;

/**
 * A mistake of the user's that one sentence explains: it names the file, line, option or value and
 * says what would be right. The command line prints the message alone and exits with 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserError(String sentence) {
    super(sentence);
  }

  public UserError(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
