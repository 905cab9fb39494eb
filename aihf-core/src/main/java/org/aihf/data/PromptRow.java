package org.aihf.data;

/** {@code {"prompt": ...}}: something to answer. */
public record PromptRow(String prompt) {
  public static final RowFormat<PromptRow> FORMAT = line -> new PromptRow(line.text("prompt"));
}
