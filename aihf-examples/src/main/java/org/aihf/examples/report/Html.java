package org.aihf.examples.report;

/** Text made safe for a page. */
final class Html {
  private Html() {}

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
