package org.aihf.data;

import java.util.function.BiFunction;

/**
 * {@code {"prompt": ..., "chosen": ..., "rejected": ..., "margin": 0, "weight": 1}}: TRL's explicit
 * preference format; margin and weight may be left out.
 *
 * @param margin see {@link Preference#margin()}
 * @param weight see {@link Preference#weight()}
 */
public record PreferenceRow(
    String prompt, String chosen, String rejected, double margin, double weight) {
  public static final RowFormat<PreferenceRow> FORMAT =
      line ->
          new PreferenceRow(
              line.text("prompt"),
              line.text("chosen"),
              line.text("rejected"),
              line.number("margin", 0),
              line.nonNegative("weight", 1));

  /** The same without a margin: a plain preference, whatever the file says. */
  public static final RowFormat<PreferenceRow> WITHOUT_MARGIN =
      line -> FORMAT.read(line).withoutMargin();

  public PreferenceRow withoutMargin() {
    return new PreferenceRow(prompt, chosen, rejected, 0, weight);
  }

  /**
   * The pair as the loop sees it.
   *
   * @param completion from prompt and answer to what is compared
   */
  public <T> Preference<T> preference(BiFunction<String, String, T> completion) {
    return new Preference<>(
        completion.apply(prompt, chosen), completion.apply(prompt, rejected), margin, weight);
  }
}
