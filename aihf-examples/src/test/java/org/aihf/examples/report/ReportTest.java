package org.aihf.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
  @TempDir Path directory;

  @Test
  void comparesRunsInOneSelfContainedPage() throws Exception {
    SyntheticRuns.write(directory, 3);
    Path file = directory.resolve("out/report.html");
    Report.of(List.of(directory)).titled("Reviews <3 seeds>").write(file);
    String html = Files.readString(file);
    assertThat(html)
        .contains("<h1>Reviews &lt;3 seeds&gt;</h1>")
        .contains("21 runs of 7 methods")
        .contains("True reward over policy updates", "True reward over wall time (min)")
        .contains("Learned reward over policy updates", "KL from the reference over policy updates")
        .contains("True reward against KL", "Distribution of the true reward")
        .contains("Does the learned reward know the true one?", "Samples", "What differs")
        .contains("The Silent &lt;Harbour&gt; 0")
        .doesNotContain("Silent <Harbour>", "NaN", "Infinity")
        // Nothing is fetched.
        .doesNotContain("http://", "https://", "src=", "@import", "url(");
    for (SyntheticRuns.Method method : SyntheticRuns.METHODS) {
      assertThat(html).contains(method.group());
    }
    int charts = 0;
    for (Matcher svg = Pattern.compile("(?s)<svg.*?</svg>").matcher(html); svg.find(); charts++) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg.group())));
    }
    // A strip a method, five curves, frontier, ridges, an agreement chart a method with a reward.
    assertThat(charts).isEqualTo(7 + 5 + 1 + 1 + 4);
  }

  @Test
  void theTableHasMeanAndSpreadOfTheFinalEvaluation() throws IOException {
    for (int seed = 1; seed <= 2; seed++) {
      Path run = Files.createDirectories(directory.resolve("run" + seed));
      Files.writeString(
          run.resolve("manifest.json"),
          "{\"method\":\"aihf\",\"seed\":%d,\"status\":\"finished\",\"seconds\":90}"
              .formatted(seed));
      Files.writeString(
          run.resolve("evaluation.jsonl"),
          "{\"prompt\":\"p\",\"completion\":\"c\",\"true_reward\":%d,\"other\":1}\n{\"prompt\":\"q\",\"completion\":\"c\",\"true_reward\":0}\n"
              .formatted(2 * seed));
    }
    assertThat(Report.of(List.of(directory)).html())
        .contains("<b>1.50 ± 0.71</b>")
        .contains("aihf reaches a true reward of 1.50 ± 0.71 over 2 seeds.")
        .contains("90 s");
  }

  @Test
  void aRunWithNothingButAManifestStillMakesAReport() throws IOException {
    Files.writeString(directory.resolve("manifest.json"), "{\"method\":\"sft\"}");
    Files.writeString(directory.resolve("metrics.jsonl"), "{\"step\":1,\"time\":1,\"lo");
    assertThat(Report.of(List.of(directory)).html())
        .contains("No true reward was measured")
        .contains("(1 unfinished)")
        .doesNotContain("NaN");
  }

  @Test
  void anAnswerCanBeGiven() {
    SyntheticRuns.write(directory.resolve("a"), SyntheticRuns.METHODS.get(0), 1);
    assertThat(Report.of(List.of(directory)).answering("Forty-two & more.").html())
        .contains("<p class=\"answer\">Forty-two &amp; more.</p>");
  }

  @Test
  void explainsWhatIsNoRun() throws IOException {
    Path missing = directory.resolve("missing");
    assertRefused(missing, "cannot read %s: there is no such directory; check the path", missing);
    assertRefused(
        directory,
        "%s holds no run: neither it nor a directory in it has a manifest.json",
        directory);
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertRefused(file, "%s is a file; give a run directory", file);
  }

  @Test
  void namesFileAndLineOfABrokenRecord() throws IOException {
    Path manifest = Files.writeString(directory.resolve("manifest.json"), "{\"method\":");
    assertThatThrownBy(() -> Report.of(List.of(directory)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(manifest + ": not valid JSON");
    Files.writeString(manifest, "{}");
    Path metrics = Files.writeString(directory.resolve("metrics.jsonl"), "{\"step\":1}\n{oops\n");
    assertRefused(directory, "%s line 2: not valid JSON", metrics);
    Files.delete(metrics);
    Path evaluation = Files.writeString(directory.resolve("evaluation.jsonl"), "{\"prompt\":[]}\n");
    assertRefused(
        directory,
        "%s line 1: must be {prompt, completion, true_reward, learned_reward, kl}",
        evaluation);
  }

  private static void assertRefused(Path place, String sentence, Object... arguments) {
    assertThatThrownBy(() -> Report.of(List.of(place)))
        .isInstanceOf(UserError.class)
        .hasMessage(sentence, arguments);
  }
}
