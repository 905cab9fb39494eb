package org.aihf.examples.report;

/**
 * Grid, ticks and axis names around the area where a chart draws.
 *
 * @param x left to right
 * @param y bottom to top
 */
record Frame(Scale x, Scale y) {
  private static final double LEAST_LEFT = 58;

  /** Where the area may begin, so that the ticks of {@code y} do not touch its name. */
  static double left(Scale y) {
    int longest =
        y.ticks(yTicks(y)).stream()
            .mapToInt(tick -> y.label(tick, yTicks(y)).length())
            .max()
            .orElse(0);
    return Math.max(LEAST_LEFT, 24 + 6.7 * longest);
  }

  private static int yTicks(Scale y) {
    return (int) Math.max(3, (y.from() - y.to()) / 42);
  }

  void draw(Svg svg, String xName, String yName) {
    double left = x.from();
    double bottom = y.from();
    int xTicks = (int) Math.max(3, (x.to() - left) / 70);
    int yTicks = yTicks(y);
    for (double tick : y.ticks(yTicks)) {
      svg.line(left, y.at(tick), x.to(), y.at(tick), "grid");
      svg.text(left - 7, y.at(tick) + 3.5, "end", "tick", y.label(tick, yTicks));
    }
    for (double tick : x.ticks(xTicks)) {
      svg.line(x.at(tick), bottom, x.at(tick), bottom + 4, "axis");
      svg.text(x.at(tick), bottom + 16, "middle", "tick", x.label(tick, xTicks));
    }
    svg.line(left, bottom, x.to(), bottom, "axis");
    svg.text((left + x.to()) / 2, bottom + 33, "middle", "name", xName);
    svg.verticalText(13, (bottom + y.to()) / 2, "name", yName);
  }
}
