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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
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

  /** Writes the page, aside and then renamed. */
  public void write(Path file) {
    AtomicFiles.write(file, html());
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
    String sentence = answer == null ? Headline.of(groups) : answer;
    return "<header><h1>%s</h1><p class=\"quiet\">%s</p></header><p class=\"answer\">%s</p>"
            .formatted(Html.escape(title), Html.escape(subtitle()), Html.escape(sentence))
        + SummaryTable.draw(groups)
        + legend()
        + curves()
        + figure(
            "Distribution of the true reward",
            "Of all held-out completions of the finished policies; the tick is the mean.",
            RidgeChart.draw(SummaryTable.ranked(groups)))
        + agreement()
        + section(
            "Samples",
            "The first held-out prompts, answered by each method's first seed.",
            SampleCards.draw(groups))
        + section(
            "What differs",
            "Configuration keys that are not the same everywhere.",
            RunDetails.differences(groups))
        + section(
            "Runs",
            "Command, versions, data and full configuration of each.",
            RunDetails.runs(groups));
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

  private String legend() {
    return groups.stream()
        .map(
            group ->
                "<button class=\"m c%d\" data-m=\"%d\"><span class=\"chip\"></span>%s</button>"
                    .formatted(group.index() % 10, group.index(), Html.escape(group.name())))
        .collect(Collectors.joining("", "<nav class=\"legend\" aria-label=\"Methods\">", "</nav>"));
  }

  private String curves() {
    TimeUnit unit = TimeUnit.fitting(groups);
    ToDoubleFunction<CurvePoint> updates = CurvePoint::step;
    ToDoubleFunction<CurvePoint> time = point -> point.seconds() / unit.seconds();
    String charts =
        line("True reward", "eval/true_reward", "policy updates", updates)
            + line("True reward", "eval/true_reward", unit.label(), time)
            + line("Learned reward", "eval/learned_reward", "policy updates", updates)
            + line("Learned reward", "eval/learned_reward", unit.label(), time)
            + line("KL from the reference", "eval/kl", "policy updates", updates)
            + figure("True reward against KL from the reference", "", FrontierChart.draw(groups));
    return charts.isEmpty()
        ? ""
        : section(
            "Through training",
            "Held-out prompts; bands are one standard deviation over seeds. Each learned reward has"
                + " its own origin and scale: compare its shape with the true reward's, not its"
                + " height with another method's. In the last chart lines are ways through training,"
                + " rings seeds and discs their means; up and to the left is better: more reward for"
                + " less distance. Each KL is from the method's own reference: methods that started"
                + " elsewhere have another origin.",
            "<div class=\"pair\">" + charts + "</div>");
  }

  private String line(String yName, String metric, String xName, ToDoubleFunction<CurvePoint> x) {
    String title = yName + " over " + xName;
    return figure(title, "", new LineChart(title, xName, yName, x, metric).draw(groups));
  }

  private String agreement() {
    List<String> charts = AgreementCharts.draw(groups);
    return section(
        "Does the learned reward know the true one?",
        "Held-out completions of the finished policy, both rewards standardised: true filled, learned as a"
            + " line. Where the line leaves the area, the reward model sees what is not there, or misses what is.",
        charts.isEmpty() ? "" : "<div class=\"small\">" + String.join("", charts) + "</div>");
  }

  private static String figure(String title, String caption, String svg) {
    if (svg.isEmpty()) {
      return "";
    }
    String note = caption.isEmpty() ? "" : "<figcaption>" + Html.escape(caption) + "</figcaption>";
    return "<figure><h3>%s</h3>%s%s</figure>\n".formatted(Html.escape(title), note, svg);
  }

  private static String section(String title, String caption, String content) {
    return content.isEmpty()
        ? ""
        : "<section><h2>%s</h2><p class=\"quiet\">%s</p>%s</section>\n"
            .formatted(Html.escape(title), Html.escape(caption), content);
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
