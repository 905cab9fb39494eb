package org.aihf.data;

/** {@code {"prompt": ..., "completion": ...}}: a demonstration, or something to score. */
public record CompletionRow(String prompt, String completion) {
  /** Demonstrations: both texts have something in them. */
  public static final RowFormat<CompletionRow> FORMAT =
      line -> new CompletionRow(line.text("prompt"), line.text("completion"));

  /** For scoring: either text may be empty. */
  public static final RowFormat<CompletionRow> POSSIBLY_EMPTY =
      line -> new CompletionRow(line.possiblyEmpty("prompt"), line.possiblyEmpty("completion"));
}
