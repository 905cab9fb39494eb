package org.aihf.examples.report;

import java.util.List;
import java.util.stream.Collectors;

/** Text made safe for a page, and the parts that a page is made of. */
final class Html {
  private Html() {}

  /** A chart with its heading; nothing where there is no chart. */
  static String figure(String title, String caption, String svg) {
    if (svg.isEmpty()) {
      return "";
    }
    String note = caption.isEmpty() ? "" : "<figcaption>" + escape(caption) + "</figcaption>";
    return "<figure><h3>%s</h3>%s%s</figure>\n".formatted(escape(title), note, svg);
  }

  /** A part of the page; nothing where there is no content. */
  static String section(String title, String caption, String content) {
    return content.isEmpty()
        ? ""
        : "<section><h2>%s</h2><p class=\"quiet\">%s</p>%s</section>\n"
            .formatted(escape(title), escape(caption), content);
  }

  /** Every group's name and colour, to point at and to click. */
  static String legend(List<Group> groups) {
    return groups.stream()
        .map(
            group ->
                "<button class=\"m c%d\" data-m=\"%d\"><span class=\"chip\"></span>%s</button>"
                    .formatted(group.index() % 10, group.index(), escape(group.name())))
        .collect(Collectors.joining("", "<nav class=\"legend\" aria-label=\"Methods\">", "</nav>"));
  }

  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> {
                  boolean control = c < 32 && c != '\n' && c != '\t';
                  safe.appendCodePoint(control ? 0xFFFD : c);
                }
              }
            });
    return safe.toString();
  }
}
