package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A metric over training, one line a group with a band of one standard deviation over its seeds. A
 * group with a single point (a base model) is a dashed level across the chart.
 *
 * @param xName what {@code x} measures, with its unit
 * @param counted what a row's step is one of
 */
record LineChart(
    String title,
    String xName,
    String yName,
    ToDoubleFunction<CurvePoint> x,
    String counted,
    String metric) {
  private static final double WIDTH = 620;
  private static final double HEIGHT = 330;

  /** The chart, or nothing if no group has the metric. */
  String draw(List<Group> groups) {
    Map<Group, List<CurvePoint>> curves = new LinkedHashMap<>();
    for (Group group : groups) {
      List<CurvePoint> curve = group.curve(row -> row.get(metric));
      if (!curve.isEmpty()) {
        curves.put(group, curve);
      }
    }
    if (curves.values().stream().allMatch(curve -> curve.size() < 2)) {
      return "";
    }
    Frame frame = frame(curves);
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    frame.draw(svg, xName, yName);
    Labels labels = new Labels();
    curves.forEach(
        (group, curve) -> {
          svg.begin(group);
          drawCurve(svg, frame, group, curve);
          svg.end();
          double end = curve.get(curve.size() - 1).value().mean();
          labels.add(group, frame.y().at(end));
        });
    labels.draw(svg, frame.x().to(), frame.y().to() + 4, frame.y().from() - 2);
    return svg.finish();
  }

  private void drawCurve(Svg svg, Frame frame, Group group, List<CurvePoint> curve) {
    List<double[]> line = new ArrayList<>();
    List<double[]> upper = new ArrayList<>();
    List<double[]> band = new ArrayList<>();
    for (CurvePoint point : curve) {
      Spread value = point.value();
      double px = frame.x().at(x.applyAsDouble(point));
      line.add(new double[] {px, frame.y().at(value.mean())});
      upper.add(new double[] {px, frame.y().at(value.mean() + value.std())});
      band.add(0, new double[] {px, frame.y().at(value.mean() - value.std())});
    }
    band.addAll(upper);
    if (curve.size() == 1) {
      double y = line.get(0)[1];
      svg.line(frame.x().from(), y, frame.x().to(), y, "level");
      return;
    }
    svg.polygon(band, "band");
    svg.polyline(line, "line");
    double[] end = line.get(line.size() - 1);
    if (frame.x().to() - end[0] > 6) {
      svg.line(end[0], end[1], frame.x().to(), end[1], "leader");
    }
    for (int i = 0; i < curve.size(); i++) {
      CurvePoint point = curve.get(i);
      String tip =
          "%s, %s %d (%s): %s"
              .formatted(
                  group.name(),
                  counted,
                  point.step(),
                  Numbers.duration(point.seconds()),
                  point.value().text());
      double radius = i == curve.size() - 1 ? 3.2 : curve.size() > 40 ? 1 : 2;
      svg.circle(line.get(i)[0], line.get(i)[1], radius, "dot", tip);
    }
  }

  private Frame frame(Map<Group, List<CurvePoint>> curves) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double end = 0;
    for (List<CurvePoint> curve : curves.values()) {
      for (CurvePoint point : curve) {
        low = Math.min(low, point.value().mean() - point.value().std());
        high = Math.max(high, point.value().mean() + point.value().std());
        end = curve.size() > 1 ? Math.max(end, x.applyAsDouble(point)) : end;
      }
    }
    double right = WIDTH - Labels.width(List.copyOf(curves.keySet()));
    Scale y = Scale.covering(low, high, 0.05, HEIGHT - 44, 12);
    return new Frame(new Scale(0, end > 0 ? end : 1, Frame.left(y), right), y);
  }
}
