package org.aihf.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aihf.mujoco.recipe.EpisodeReturn;
import org.aihf.run.FileErrors;
import org.aihf.run.RunDirectory;

/** How each method's policy moves, side by side, inside the page. */
final class PolicyFilms {
  private PolicyFilms() {}

  static String caption() {
    return "The first seconds of the last evaluation's first episodes, at their own speed; of each method"
        + " the seed with the median return.";
  }

  static String draw(List<Group> groups) {
    StringBuilder html = new StringBuilder();
    for (Group group : groups) {
      median(group).ifPresent(run -> html.append(film(group, run)));
    }
    return html.isEmpty() ? "" : "<div class=\"films\">" + html + "</div>";
  }

  /** Of those that have a film; the lower one of two. */
  private static Optional<Run> median(Group group) {
    List<Run> filmed =
        group.runs().stream()
            .filter(run -> Files.exists(file(run)))
            .sorted(Comparator.comparingDouble(Run::trueReward))
            .toList();
    return filmed.isEmpty() ? Optional.empty() : Optional.of(filmed.get((filmed.size() - 1) / 2));
  }

  private static Path file(Run run) {
    return run.directory().resolve(RunDirectory.FILM);
  }

  private static String film(Group group, Run run) {
    String name = "%s, seed %d".formatted(group.name(), run.seed());
    try {
      return String.format(
          Locale.ROOT,
          "<div class=\"card m c%d\" data-m=\"%d\"><div class=\"who\"><span class=\"chip\"></span>%s</div>"
              + "<img alt=\"%s\" src=\"data:image/gif;base64,%s\"><div class=\"scores\">%s</div></div>",
          group.index() % 10,
          group.index(),
          Html.escape(name),
          Html.escape("The finished policy of " + name),
          Base64.getEncoder().encodeToString(Files.readAllBytes(file(run))),
          scores(run));
    } catch (IOException e) {
      throw FileErrors.cannot("read", file(run), e);
    }
  }

  /** Of the first episode. */
  private static String scores(Run run) {
    return run.returns().stream()
        .filter(episode -> episode.source().equals(EpisodeReturn.POLICY))
        .findFirst()
        .map(
            episode ->
                "<span>true return <b>%s</b></span><span>steps <b>%s</b></span>"
                    .formatted(
                        Numbers.figure(episode.trueReturn()), Numbers.count(episode.length())))
        .orElse("");
  }
}
