package org.aihf.examples.report;

import java.util.List;

/** The answer, as far as the figures carry it. */
final class Headline {
  /** A difference of means counts from this many standard errors on. */
  private static final double CLEAR = 2;

  private Headline() {}

  static String of(List<Group> groups) {
    return groups.stream().allMatch(group -> group.trueReward().isEmpty())
        ? "No true reward was measured: compare the curves and read the samples below."
        : of(groups, "true reward");
  }

  /**
   * @param measured what is compared
   */
  static String of(List<Group> groups, String measured) {
    List<Group> ranked =
        SummaryTable.ranked(groups).stream().filter(g -> !g.trueReward().isEmpty()).toList();
    if (ranked.isEmpty()) {
      return "no %s was measured.".formatted(measured);
    }
    Group best = ranked.get(0);
    Spread first = best.trueReward();
    if (ranked.size() == 1) {
      return "%s reaches a %s of %s%s.".formatted(best.name(), measured, first.text(), over(first));
    }
    Group next = ranked.get(1);
    Spread second = next.trueReward();
    double gap = first.mean() - second.mean();
    if (first.count() < 2 || second.count() < 2) {
      return "%s has the highest %s, %s, before %s with %s: too few seeds to say more."
          .formatted(best.name(), measured, first.text(), next.name(), second.text());
    }
    double error = Math.sqrt(first.errorSquared() + second.errorSquared());
    if (gap < CLEAR * error) {
      List<String> level =
          ranked.stream()
              .filter(
                  g ->
                      first.mean() - g.trueReward().mean()
                          < CLEAR * Math.sqrt(first.errorSquared() + g.trueReward().errorSquared()))
              .map(g -> g.name() + " (" + g.trueReward().text() + ")")
              .toList();
      return "No single winner: %s are level within the spread of their seeds."
          .formatted(joined(level));
    }
    return "%s reaches the highest %s, %s%s: %s above %s (%s)."
        .formatted(
            best.name(),
            measured,
            first.text(),
            over(first),
            Numbers.figure(gap),
            next.name(),
            second.text());
  }

  private static String over(Spread spread) {
    return spread.count() > 1 ? " over %d seeds".formatted(spread.count()) : "";
  }

  private static String joined(List<String> parts) {
    int last = parts.size() - 1;
    return String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
