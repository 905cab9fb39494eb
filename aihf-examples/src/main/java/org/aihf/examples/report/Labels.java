package org.aihf.examples.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names at the right ends of lines, pushed apart until none covers another. */
final class Labels {
  private static final double LINE_HEIGHT = 13;

  private record Label(Group group, double wanted) {}

  private final List<Label> labels = new ArrayList<>();

  void add(Group group, double y) {
    labels.add(new Label(group, y));
  }

  void draw(Svg svg, double x, double top, double bottom) {
    labels.sort(Comparator.comparingDouble(Label::wanted));
    double[] y = new double[labels.size()];
    double least = top;
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(least, labels.get(i).wanted());
      least = y[i] + LINE_HEIGHT;
    }
    double most = Math.max(bottom, top + LINE_HEIGHT * (y.length - 1));
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], most);
      most = y[i] - LINE_HEIGHT;
    }
    for (int i = 0; i < y.length; i++) {
      Label label = labels.get(i);
      svg.begin(label.group());
      if (Math.abs(y[i] - label.wanted()) > 2) {
        svg.line(x + 1, label.wanted(), x + 8, y[i], "leader");
      }
      svg.text(x + 10, y[i] + 3.5, "start", "label", label.group().name()).end();
    }
  }

  /** Room to the right of the plot for these names. */
  static double width(List<Group> groups) {
    int longest = groups.stream().mapToInt(group -> group.name().length()).max().orElse(0);
    return Math.min(190, 18 + 6.3 * longest);
  }
}
