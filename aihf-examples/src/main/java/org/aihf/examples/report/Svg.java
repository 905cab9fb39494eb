package org.aihf.examples.report;

import java.util.List;
import java.util.Locale;

/** Writes SVG elements; colours and fonts come from the page's CSS classes. */
final class Svg {
  private final StringBuilder out = new StringBuilder();

  /**
   * @param label what a screen reader says
   */
  Svg(double width, double height, String label) {
    out.append(
        format(
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
            width, height, Html.escape(label)));
  }

  Svg line(double x1, double y1, double x2, double y2, String classes) {
    out.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
            x1, y1, x2, y2, classes));
    return this;
  }

  Svg circle(double x, double y, double radius, String classes, String title) {
    out.append(
        format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" class=\"%s\">", x, y, radius, classes));
    out.append("<title>").append(Html.escape(title)).append("</title></circle>");
    return this;
  }

  Svg rect(double x, double y, double width, double height, String classes, String title) {
    out.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\">",
            x, y, Math.max(0, width), Math.max(0, height), classes));
    out.append("<title>").append(Html.escape(title)).append("</title></rect>");
    return this;
  }

  /**
   * @param points pixels, {x, y} each
   */
  Svg polyline(List<double[]> points, String classes) {
    out.append("<polyline points=\"");
    append(points);
    out.append("\" class=\"").append(classes).append("\"/>");
    return this;
  }

  Svg polygon(List<double[]> points, String classes) {
    out.append("<polygon points=\"");
    append(points);
    out.append("\" class=\"").append(classes).append("\"/>");
    return this;
  }

  /**
   * @param anchor start, middle or end
   */
  Svg text(double x, double y, String anchor, String classes, String text) {
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, classes));
    out.append(Html.escape(text)).append("</text>");
    return this;
  }

  Svg verticalText(double x, double y, String classes, String text) {
    out.append(
        format(
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" class=\"%s\">",
            x, y, classes));
    out.append(Html.escape(text)).append("</text>");
    return this;
  }

  /** Opens a group of elements that belong to a method; close it with {@link #end}. */
  Svg begin(Group group) {
    out.append(format("<g class=\"m c%d\" data-m=\"%d\">", group.index() % 10, group.index()));
    return this;
  }

  Svg end() {
    out.append("</g>");
    return this;
  }

  String finish() {
    return out + "</svg>";
  }

  private void append(List<double[]> points) {
    for (double[] point : points) {
      out.append(format("%.1f,%.1f ", point[0], point[1]));
    }
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
