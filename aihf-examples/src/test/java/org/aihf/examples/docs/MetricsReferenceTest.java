package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/metrics.md lists exactly the names that core, the language models and control
 * write.
 */
class MetricsReferenceTest {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:\\.with|Metrics\\s*\\.of|withFinite)\\(\\s*(?:metrics,\\s*)?\"([a-z_/]+[a-z_])\"");
  private static final Pattern LISTED = Pattern.compile("(?m)^\\| `([a-z_/]+)` \\|");

  @Test
  void everyMetricIsListedAndNoOther() throws IOException {
    Set<String> written = new TreeSet<>();
    for (String sources :
        new String[] {
          "aihf-core/src/main/java",
          "aihf-llm/src/main/java",
          "aihf-mujoco/src/main/java/org/aihf/mujoco/reward",
          "aihf-mujoco/src/main/java/org/aihf/mujoco/sac",
          "aihf-mujoco/src/main/java/org/aihf/mujoco/recipe"
        }) {
      try (Stream<Path> files = Files.walk(DocumentationFiles.ROOT.resolve(sources))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher name = WRITTEN.matcher(Files.readString(file));
          while (name.find()) {
            written.add(name.group(1));
          }
        }
      }
    }
    Set<String> listed = new TreeSet<>();
    Matcher row = LISTED.matcher(DocumentationFiles.read("docs/reference/metrics.md"));
    while (row.find()) {
      listed.add(row.group(1));
    }
    assertThat(listed).isEqualTo(written);
  }
}
