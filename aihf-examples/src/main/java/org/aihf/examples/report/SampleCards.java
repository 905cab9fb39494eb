package org.aihf.examples.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aihf.run.Sample;
import org.jspecify.annotations.Nullable;

/** What each method answers to the same prompts. */
final class SampleCards {
  private static final int PROMPTS = 6;

  private SampleCards() {}

  static String draw(List<Group> groups) {
    Set<String> prompts = new LinkedHashSet<>();
    for (Group group : groups) {
      for (Sample sample : group.runs().get(0).evaluation()) {
        if (prompts.size() < PROMPTS) {
          prompts.add(sample.prompt());
        }
      }
    }
    StringBuilder html = new StringBuilder();
    for (String prompt : prompts) {
      html.append("<div class=\"prompt\"><div class=\"asked\">");
      html.append(Html.escape(prompt)).append("</div><div class=\"answers\">");
      for (Group group : groups) {
        answer(group, prompt).ifPresent(sample -> card(html, group, sample));
      }
      html.append("</div></div>");
    }
    return html.toString();
  }

  /** Of the group's first run, so that a reader always sees the same seed. */
  private static Optional<Sample> answer(Group group, String prompt) {
    return group.runs().get(0).evaluation().stream()
        .filter(sample -> sample.prompt().equals(prompt))
        .findFirst();
  }

  private static void card(StringBuilder html, Group group, Sample sample) {
    html.append(
        String.format(
            Locale.ROOT,
            "<div class=\"card m c%d\" data-m=\"%d\"><div class=\"who\"><span class=\"chip\"></span>%s</div>",
            group.index() % 10,
            group.index(),
            Html.escape(group.name())));
    String text = sample.completion().strip();
    html.append("<p>");
    html.append(text.isEmpty() ? "<i>(nothing)</i>" : Html.escape(text)).append("</p>");
    html.append("<div class=\"scores\">");
    score(html, "true", sample.trueReward());
    score(html, "learned", sample.learnedReward());
    score(html, "KL", sample.kl());
    html.append("</div></div>");
  }

  private static void score(StringBuilder html, String name, @Nullable Double value) {
    if (value != null) {
      html.append("<span>%s <b>%s</b></span>".formatted(name, Numbers.figure(value)));
    }
  }
}
