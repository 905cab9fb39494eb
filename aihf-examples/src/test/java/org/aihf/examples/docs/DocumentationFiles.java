package org.aihf.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The repository's Markdown, and how a test keeps a part of it equal to what the code says. {@code
 * ./aihf test -Daihf.docs.update=true} rewrites such parts instead of comparing them.
 */
final class DocumentationFiles {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final boolean UPDATE = Boolean.getBoolean("aihf.docs.update");

  private DocumentationFiles() {}

  /** README.md, ARCHITECTURE.md and everything below docs. */
  static List<Path> all() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  static String read(String path) throws IOException {
    return Files.readString(ROOT.resolve(path));
  }

  /** The text between {@code <!-- name -->} and {@code <!-- end -->}. */
  static String section(String path, String name) throws IOException {
    String text = read(path);
    int[] range = range(path, text, name);
    return text.substring(range[0], range[1]);
  }

  /**
   * What a document's section is and what it must be: equal, or the document is rewritten where
   * that is asked for.
   */
  static void assertSection(String path, String name, String expected) throws IOException {
    String text = read(path);
    int[] range = range(path, text, name);
    String actual = text.substring(range[0], range[1]);
    if (UPDATE && !actual.equals(expected)) {
      Files.writeString(
          ROOT.resolve(path), text.substring(0, range[0]) + expected + text.substring(range[1]));
      return;
    }
    org.assertj.core.api.Assertions.assertThat(actual)
        .as("%s, section %s; ./aihf test -Daihf.docs.update=true rewrites it", path, name)
        .isEqualTo(expected);
  }

  private static int[] range(String path, String text, String name) {
    String opening = "<!-- " + name + " -->\n";
    int start = text.indexOf(opening);
    int end = start < 0 ? -1 : text.indexOf("<!-- end -->", start);
    if (end < 0) {
      throw new AssertionError(path + " has no section " + opening.strip() + " ... <!-- end -->");
    }
    return new int[] {start + opening.length(), end};
  }

  /** The lines between {@code // snippet: name} and {@code // end} of a source, unindented. */
  static String snippet(String source, String name) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(source));
    int start = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals("// snippet: " + name)) {
        start = i + 1;
      } else if (start >= 0 && line.equals("// end")) {
        return String.join("\n", lines.subList(start, i)).stripIndent().strip() + "\n";
      }
    }
    throw new AssertionError(source + " has no region '// snippet: " + name + "' ... '// end'");
  }
}
