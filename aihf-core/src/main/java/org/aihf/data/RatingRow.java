package org.aihf.data;

/**
 * {@code {"prompt": ..., "completion": ..., "label": true, "weight": 1}}: TRL's unpaired preference
 * format; the weight may be left out.
 *
 * @param label whether the completion is desirable
 * @param weight see {@link Rating#weight()}
 */
public record RatingRow(String prompt, String completion, boolean label, double weight) {
  public static final RowFormat<RatingRow> FORMAT =
      line ->
          new RatingRow(
              line.text("prompt"),
              line.text("completion"),
              line.flag("label"),
              line.nonNegative("weight", 1));
}
