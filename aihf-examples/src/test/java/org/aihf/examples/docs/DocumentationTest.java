package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents quote is what is compiled and tested, and what they link to is there. */
class DocumentationTest {
  private static final Pattern QUOTE = Pattern.compile("<!-- (quote (\\S+) (\\S+)) -->");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:[.#]\\w+(?:\\(\\))?)?`");

  /** Not ours, but named. */
  private static final Set<String> OTHERS = Set.of("NDArray", "IllegalArgumentException", "CI");

  @Test
  void quotedCodeIsTheCompiledCode() throws IOException {
    int quotes = 0;
    for (Path file : DocumentationFiles.all()) {
      Matcher matcher = QUOTE.matcher(Files.readString(file));
      while (matcher.find()) {
        String code = DocumentationFiles.snippet(matcher.group(2), matcher.group(3));
        DocumentationFiles.assertSection(
            DocumentationFiles.ROOT.relativize(file).toString(),
            matcher.group(1),
            "```java\n" + code + "```\n");
        quotes++;
      }
    }
    assertThat(quotes).isGreaterThan(4);
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : DocumentationFiles.all()) {
      Matcher link = LINK.matcher(Files.readString(file).replaceAll("(?s)```.*?```", ""));
      while (link.find()) {
        // The README's screenshot is made when its figures are, not by a build.
        boolean screenshot = link.group(1).equals("docs/images/report.png");
        if (!screenshot && !Files.exists(file.resolveSibling(link.group(1)))) {
          broken.add(DocumentationFiles.ROOT.relativize(file) + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void thePaperMapNamesClassesThatExist() throws IOException {
    List<String> classes = classes();
    List<String> unknown = new ArrayList<>();
    for (String page :
        List.of("docs/paper-map.md", "docs/concepts/misprints.md", "ARCHITECTURE.md")) {
      Matcher name = CLASS.matcher(DocumentationFiles.read(page));
      while (name.find()) {
        if (!classes.contains(name.group(1)) && !OTHERS.contains(name.group(1))) {
          unknown.add(page + ": " + name.group(1));
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void noDocumentHoldsAPathOfSomebodysMachine() throws IOException {
    for (Path file : DocumentationFiles.all()) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContain("/root/", "/home/", "/work/");
    }
  }

  private static List<String> classes() throws IOException {
    try (Stream<Path> sources = Files.walk(DocumentationFiles.ROOT)) {
      return sources
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList();
    }
  }
}
