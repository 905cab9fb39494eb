package org.aihf.examples.report;

import java.util.List;
import org.aihf.mujoco.recipe.ControlRecipe.Method;

/**
 * The control run that is paid for every step and told nothing else: how much of a return the
 * length of episodes alone teaches.
 */
final class ConstantReward {
  private ConstantReward() {}

  /** Whether a group learns from no feedback: the control run, or an expert on the true reward. */
  static boolean knowsNoFeedback(Group group) {
    return isConstant(group) || group.method().equals(Method.SAC.label());
  }

  private static boolean isConstant(Group group) {
    return group.method().equals(Method.CONSTANT_REWARD.label());
  }

  /** What it is for and how far it came; nothing where there is none. */
  static String note(List<Group> groups) {
    StringBuilder html = new StringBuilder();
    groups.stream()
        .filter(group -> isConstant(group) && !group.trueReward().isEmpty())
        .forEach(
            group ->
                html.append("<p class=\"note\">")
                    .append(Html.escape(sentence(group, groups)))
                    .append("</p>"));
    return html.toString();
  }

  private static String sentence(Group constant, List<Group> groups) {
    String reached =
        "%s is SAC paid 1 for every step and told nothing else: it reaches a true return of %s in episodes of %s steps"
            .formatted(
                constant.name(), constant.trueReward().text(), Numbers.figure(length(constant)));
    List<Group> contest =
        SummaryTable.ranked(groups).stream()
            .filter(group -> !knowsNoFeedback(group) && !group.trueReward().isEmpty())
            .toList();
    String beside =
        contest.isEmpty()
            ? ""
            : ", %s %s in %s"
                .formatted(
                    contest.get(0).name(),
                    contest.get(0).trueReward().text(),
                    Numbers.figure(length(contest.get(0))));
    boolean lengthsVary =
        groups.stream()
                .mapToDouble(ConstantReward::length)
                .filter(Double::isFinite)
                .distinct()
                .count()
            > 1;
    return reached
        + beside
        + (lengthsVary
            ? "; where a fall ends an episode, better episodes are longer, and length alone teaches that much: only"
                + " what a method reaches beyond it does it owe to what it learned."
            : "; episodes here are all equally long, so their length gives nothing away.");
  }

  private static double length(Group group) {
    return group.spread(Run::episodeLength).mean();
  }
}
