package org.aihf.examples.report;

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

  /**
   * What a chart shows.
   *
   * @param episodes with both returns, in the order in which they are drawn; at least one
   */
  private record Cloud(Group group, Run run, List<EpisodeReturn> episodes) {
    static List<Cloud> of(Group group) {
      return group.runs().stream()
          .map(run -> new Cloud(group, run, judged(run)))
          .filter(cloud -> !cloud.episodes.isEmpty())
          .toList();
    }

    private static List<EpisodeReturn> judged(Run run) {
      return run.returns().stream()
          .filter(Agreement::isJudged)
          .sorted(Comparator.comparing(Mark::of))
          .toList();
    }

    Scale y() {
      return covering(episodes, ReturnScatter::learned, HEIGHT - 44, 44);
    }
  }

  static String draw(List<Group> groups) {
    List<List<Cloud>> rows =
        groups.stream().map(Cloud::of).filter(clouds -> !clouds.isEmpty()).toList();
    List<Cloud> clouds = rows.stream().flatMap(List::stream).toList();
    if (clouds.isEmpty()) {
      return "";
    }
    List<EpisodeReturn> all = clouds.stream().flatMap(c -> c.episodes().stream()).toList();
    double left = clouds.stream().mapToDouble(cloud -> Frame.left(cloud.y())).max().orElseThrow();
    Scale x = covering(all, EpisodeReturn::trueReturn, left, WIDTH - 14);
    boolean seeds = rows.stream().anyMatch(row -> row.size() > 1);
    return (seeds ? rows : List.of(clouds))
        .stream()
            .map(row -> row.stream().map(c -> chart(c, x)).collect(Collectors.joining()))
            .map("<div class=\"small wide\">%s</div>"::formatted)
            .collect(Collectors.joining("", key(all), ""));
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

  private static String chart(Cloud cloud, Scale x) {
    Scale y = cloud.y();
    Group group = cloud.group();
    String name = "%s, seed %d".formatted(group.name(), cloud.run().seed());
    Svg svg = new Svg(WIDTH, HEIGHT, "Learned against true return of " + name);
    svg.begin(group).text(12, 16, "start", "label strong", name).end();
    Agreement agreement = Agreement.of(cloud.run());
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
    for (EpisodeReturn point : cloud.episodes()) {
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
