package org.aihf.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aihf.mujoco.recipe.ControlRecipe.Method;

/**
 * What others report of SAC on the environment's own reward after 1M steps, with networks of (256,
 * 256). CleanRL: docs/benchmark/sac.md, version 4, three seeds, returns of the policy while it
 * trains. RL Baselines3 Zoo: benchmark.md, version 3, one model, spread over its episodes.
 * Tianshou: examples/mujoco/README.md, version 3, ten seeds, evaluated.
 */
enum PublishedSac {
  HOPPER("2310 \u00b1 343", "2326 \u00b1 1130", "3542 \u00b1 52"),
  HALF_CHEETAH("9635 \u00b1 1423", "9535 \u00b1 100", "12139 \u00b1 1049"),
  WALKER2D("3591 \u00b1 911", "3863 \u00b1 254", "5007 \u00b1 252");

  private final String cleanRl;
  private final String zoo;
  private final String tianshou;

  PublishedSac(String cleanRl, String zoo, String tianshou) {
    this.cleanRl = cleanRl;
    this.zoo = zoo;
    this.tianshou = tianshou;
  }

  /**
   * A sentence with the published figures; nothing for a robot or a method that has none.
   *
   * @param environment such as Hopper-v5, any version
   * @param method as recipes name it
   */
  static Optional<String> sentence(String environment, String method) {
    if (!method.equals(Method.SAC.label())) {
      return Optional.empty();
    }
    String robot = environment.toUpperCase(Locale.ROOT).replaceFirst("-V\\d+$", "");
    for (PublishedSac row : values()) {
      if (row.name().replace("_", "").equals(robot)) {
        return Optional.of(
            "Published for SAC on %s after 1M steps, (256, 256): %s (CleanRL, three seeds, while training), %s (RL Baselines3 Zoo, one model), %s (Tianshou, ten seeds)."
                .formatted(
                    environment.replaceFirst("-v\\d+$", ""), row.cleanRl, row.zoo, row.tianshou));
      }
    }
    return Optional.empty();
  }

  /** The sentences that belong to some groups. */
  static List<String> sentences(List<Group> groups) {
    return groups.stream()
        .flatMap(group -> group.runs().stream())
        .map(run -> sentence(run.environment(), run.method()))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** As paragraphs. */
  static String note(List<Group> groups) {
    return sentences(groups).stream()
        .map(sentence -> "<p class=\"note\">" + Html.escape(sentence) + "</p>")
        .collect(Collectors.joining());
  }
}
