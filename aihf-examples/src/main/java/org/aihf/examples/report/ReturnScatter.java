package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.aihf.mujoco.recipe.EpisodeReturn;

/** Learned against true return, an episode a point, a small chart for each run that learned one. */
final class ReturnScatter {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 300;

  /** How the episodes of a source look; the last one is drawn on top. */
  private enum Mark {
    NON_PREFERRED("non-preferred", "mark low", 3.4),
    PREFERRED("preferred", "mark medium", 3.4),
    COMPARED("compared", "mark medium", 3.4),
    DEMONSTRATIONS("demonstrations", "mark high", 3.4),
    POLICY("finished policy, in its method's colour", "mark own", 4.4);

    private final String label;
    private final String classes;
    private final double radius;

    Mark(String label, String classes, double radius) {
      this.label = label;
      this.classes = classes;
      this.radius = radius;
    }

    static Mark of(EpisodeReturn episode) {
      for (Mark mark : values()) {
        if (mark.name().equalsIgnoreCase(episode.source())) {
          return mark;
        }
      }
      return COMPARED;
    }
  }

  private ReturnScatter() {}

  static String caption() {
    return "A point is an episode: the learned reward's finished state scores those of the data, which it"
        + " was trained on where the run uses them, and those of the finished policy, which are new to it."
        + " Origin and scale of a learned return mean nothing; its order (rank \u03c1) and how straight it"
        + " is (r) do.";
  }

  static String draw(List<Group> groups) {
    List<EpisodeReturn> all = new ArrayList<>();
    groups.forEach(g -> g.runs().forEach(run -> all.addAll(judged(run))));
    if (all.isEmpty()) {
      return "";
    }
    Scale x = covering(all, EpisodeReturn::trueReturn, 60, WIDTH - 14);
    List<String> rows = new ArrayList<>();
    for (Group group : groups) {
      List<Run> runs = group.runs().stream().filter(run -> !judged(run).isEmpty()).toList();
      if (!runs.isEmpty()) {
        rows.add(runs.stream().map(run -> chart(group, run, x)).collect(Collectors.joining()));
      }
    }
    boolean seeds = groups.stream().anyMatch(group -> group.runs().size() > 1);
    String row = "<div class=\"small wide\">%s</div>";
    return key(all)
        + (seeds
            ? rows.stream().map(row::formatted).collect(Collectors.joining())
            : row.formatted(String.join("", rows)));
  }

  private static List<EpisodeReturn> judged(Run run) {
    return run.returns().stream()
        .filter(Agreement::isJudged)
        .sorted(Comparator.comparing(Mark::of))
        .toList();
  }

  private static String key(List<EpisodeReturn> all) {
    StringBuilder html = new StringBuilder("<p class=\"marks\">");
    all.stream()
        .map(Mark::of)
        .distinct()
        .sorted()
        .forEach(
            mark ->
                html.append("<span>")
                    .append(
                        new Svg(12, 12, mark.label)
                            .circle(6, 6, mark.radius, mark.classes, mark.label)
                            .finish())
                    .append(mark.label)
                    .append("</span>"));
    return html.append("</p>").toString();
  }

  private static String chart(Group group, Run run, Scale x) {
    List<EpisodeReturn> points = judged(run);
    Scale y = covering(points, ReturnScatter::learned, HEIGHT - 44, 44);
    String name = "%s, seed %d".formatted(group.name(), run.seed());
    Svg svg = new Svg(WIDTH, HEIGHT, "Learned against true return of " + name);
    svg.begin(group).text(12, 16, "start", "label strong", name).end();
    Agreement agreement = Agreement.of(run);
    svg.text(
        12,
        31,
        "start",
        "tick",
        "r = %s, rank \u03c1 = %s, n = %s"
            .formatted(
                Numbers.figure(agreement.pearson()),
                Numbers.figure(agreement.spearman()),
                Numbers.count(agreement.count())));
    new Frame(x, y).draw(svg, "true return", "learned return");
    svg.begin(group);
    for (EpisodeReturn point : points) {
      Mark mark = Mark.of(point);
      String tip =
          "%s: true return %s, learned %s, %s steps"
              .formatted(
                  mark == Mark.POLICY ? name : mark.label,
                  Numbers.figure(point.trueReturn()),
                  Numbers.figure(learned(point)),
                  Numbers.count(point.length()));
      svg.circle(x.at(point.trueReturn()), y.at(learned(point)), mark.radius, mark.classes, tip);
    }
    return svg.end().finish();
  }

  private static double learned(EpisodeReturn episode) {
    Double learned = episode.learnedReturn();
    return learned == null ? Double.NaN : learned;
  }

  private static Scale covering(
      List<EpisodeReturn> episodes, ToDoubleFunction<EpisodeReturn> value, double from, double to) {
    double[] sorted = episodes.stream().mapToDouble(value).sorted().toArray();
    return Scale.covering(sorted[0], sorted[sorted.length - 1], 0.05, from, to);
  }
}
