package org.aihf.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Versions;
import org.jspecify.annotations.Nullable;

/**
 * Runs compared in one HTML page: the answer first, then the figures, then where they come from.
 */
public final class Report {
  private final List<Group> groups;
  private final String title;
  private final @Nullable String answer;

  private Report(List<Group> groups, String title, @Nullable String answer) {
    this.groups = groups;
    this.title = title;
    this.answer = answer;
  }

  /**
   * Reads runs.
   *
   * @param places run directories, or directories of them
   * @throws org.aihf.UserError if one holds no run or cannot be read
   */
  public static Report of(List<Path> places) {
    return new Report(Group.of(RunFiles.find(places)), "AIHF: runs compared", null);
  }

  /** With a heading of its own; null keeps the present one. */
  public Report titled(@Nullable String heading) {
    return heading == null ? this : new Report(groups, heading, answer);
  }

  /** Opens with this sentence; null lets the figures speak. */
  public Report answering(@Nullable String sentence) {
    return new Report(groups, title, sentence);
  }

  /** What others published for what these runs do, a sentence each; often nothing. */
  public List<String> published() {
    return PublishedSac.sentences(groups);
  }

  /** Writes the page, aside and then renamed. */
  public void write(Path file) {
    AtomicFiles.write(file, html());
  }

  /**
   * Writes the curves as CSV, one row a run and step with all that evaluations measured there,
   * aside and then renamed.
   */
  public void writeCurves(Path file) {
    AtomicFiles.write(file, CurveTable.of(groups));
  }

  /** The page. */
  public String html() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        %s</main>
        <script>
        %s</script>
        </body>
        </html>
        """
        .formatted(Html.escape(title), resource("report.css"), body(), resource("report.js"));
  }

  private String body() {
    List<Group> language = Group.where(groups, run -> run.environment().isEmpty());
    List<Group> control = Group.where(groups, run -> !run.environment().isEmpty());
    StringBuilder html = new StringBuilder();
    html.append("<header><h1>").append(Html.escape(title)).append("</h1><p class=\"quiet\">");
    html.append(Html.escape(subtitle())).append("</p></header><p class=\"answer\">");
    html.append(Html.escape(answer == null ? answer(language, control) : answer)).append("</p>");
    if (!language.isEmpty()) {
      html.append(LanguageSections.draw(language));
    }
    if (!control.isEmpty()) {
      html.append(ControlSections.draw(control));
    }
    html.append(
        Html.section(
            "What differs",
            "Configuration keys that are not the same everywhere.",
            RunDetails.differences(groups)));
    html.append(
        Html.section(
            "Runs",
            "Command, versions, data and full configuration of each.",
            RunDetails.runs(groups)));
    return html.toString();
  }

  private static String answer(List<Group> language, List<Group> control) {
    return Stream.of(
            language.isEmpty() ? "" : Headline.of(language),
            control.isEmpty() ? "" : ControlSections.headline(control))
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private String subtitle() {
    int runs = groups.stream().mapToInt(group -> group.runs().size()).sum();
    return String.format(
        Locale.ROOT,
        "%d runs of %d methods, compared on %s with AIHF %s. \u00b1 is one standard deviation over seeds.",
        runs,
        groups.size(),
        LocalDate.now(ZoneOffset.UTC),
        Versions.aihf());
  }

  private static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
