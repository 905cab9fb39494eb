package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * True reward against KL from the reference (the paper's Fig. 7): the way each group took through
 * training, and where its seeds ended.
 */
final class FrontierChart {
  private static final double WIDTH = 620;
  private static final double HEIGHT = 330;

  private record Point(double kl, double reward) {}

  private FrontierChart() {}

  static String draw(List<Group> groups) {
    List<Point> all = new ArrayList<>();
    for (Group group : groups) {
      all.addAll(path(group));
      all.addAll(ends(group));
    }
    if (all.isEmpty()) {
      return "";
    }
    Frame frame = frame(all, groups);
    Svg svg = new Svg(WIDTH, HEIGHT, "True reward against KL from the reference");
    frame.draw(svg, "KL from the reference (nats per completion)", "true reward");
    Labels labels = new Labels();
    for (Group group : groups) {
      List<Point> ends = ends(group);
      if (ends.isEmpty()) {
        continue;
      }
      svg.begin(group);
      List<Point> path = path(group);
      if (path.size() > 1) {
        svg.polyline(path.stream().map(p -> pixel(frame, p)).toList(), "line thin");
        path.forEach(
            p -> svg.circle(pixel(frame, p)[0], pixel(frame, p)[1], 1.6, "dot", tip(group, p)));
      }
      ends.forEach(
          p -> svg.circle(pixel(frame, p)[0], pixel(frame, p)[1], 4, "seed", tip(group, p)));
      Point mean =
          new Point(
              Spread.of(ends.stream().mapToDouble(Point::kl).toArray()).mean(),
              Spread.of(ends.stream().mapToDouble(Point::reward).toArray()).mean());
      double[] at = pixel(frame, mean);
      svg.circle(at[0], at[1], 6, "end", tip(group, mean));
      svg.line(at[0] + 7, at[1], frame.x().to(), at[1], "leader faint");
      svg.end();
      labels.add(group, at[1]);
    }
    labels.draw(svg, frame.x().to(), frame.y().to() + 4, frame.y().from() - 2);
    return svg.finish();
  }

  private static List<Point> path(Group group) {
    List<CurvePoint> rewards = group.curve(row -> both(row, "eval/true_reward"));
    List<CurvePoint> kls = group.curve(row -> both(row, "eval/kl"));
    List<Point> path = new ArrayList<>();
    for (int i = 0; i < rewards.size(); i++) {
      path.add(new Point(kls.get(i).value().mean(), rewards.get(i).value().mean()));
    }
    return path;
  }

  /** The metric of a row that has both. */
  private static double both(MetricRow row, String metric) {
    boolean complete =
        Double.isFinite(row.get("eval/true_reward")) && Double.isFinite(row.get("eval/kl"));
    return complete ? row.get(metric) : Double.NaN;
  }

  private static List<Point> ends(Group group) {
    return group.runs().stream()
        .map(run -> new Point(run.kl(), run.trueReward()))
        .filter(p -> Double.isFinite(p.kl()) && Double.isFinite(p.reward()))
        .toList();
  }

  private static double[] pixel(Frame frame, Point point) {
    return new double[] {frame.x().at(point.kl()), frame.y().at(point.reward())};
  }

  private static String tip(Group group, Point point) {
    return "%s: true reward %s at KL %s"
        .formatted(group.name(), Numbers.figure(point.reward()), Numbers.figure(point.kl()));
  }

  private static Frame frame(List<Point> all, List<Group> groups) {
    double[] kl = all.stream().mapToDouble(Point::kl).sorted().toArray();
    double[] reward = all.stream().mapToDouble(Point::reward).sorted().toArray();
    double right = WIDTH - Labels.width(groups);
    return new Frame(
        Scale.covering(Math.min(0, kl[0]), kl[kl.length - 1], 0.03, 58, right),
        Scale.covering(reward[0], reward[reward.length - 1], 0.06, HEIGHT - 44, 12));
  }
}
