package org.aihf.examples.mujoco;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CollectSettings;
import org.aihf.mujoco.collect.PaperQuality;
import org.aihf.mujoco.collect.QualityClasses;
import org.aihf.mujoco.data.Labeler;
import org.aihf.mujoco.data.PreferenceSampler;
import org.aihf.mujoco.data.PreferenceSampler.Ties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is made of the episodes. */
final class CollectOptions {
  /** Who says which side of a pair is better. */
  enum Labels {
    CLASS,
    RETURN
  }

  @Option(
      names = "--classes",
      paramLabel = "RULE",
      description = {
        "How checkpoints become low, medium and high. thirds: by mean return, a third each (default). paper:",
        "one each, as far from the best as in Table 1. LOW,MEDIUM,HIGH: the one nearest to each return."
      })
  private String classes = "thirds";

  @Option(
      names = "--demonstrations",
      paramLabel = "N",
      description = "Transitions of the high class, in whole episodes. Default: 10000.")
  private long demonstrations = 10_000;

  @Option(
      names = "--preferences",
      paramLabel = "N",
      description =
          "Transitions to compare, in whole episodes, half low and half medium. Default: 20000.")
  private long preferences = 20_000;

  @Option(
      names = "--fragment-length",
      paramLabel = "N",
      description = "Transitions on either side of a pair; 0: whole episodes. Default: 50.")
  private int fragmentLength = CollectSettings.FRAGMENT_LENGTH;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Pairs to draw. Default: 20000 of fragments, all of whole episodes.")
  private @Nullable Integer pairs;

  @Option(
      names = "--labels",
      paramLabel = "BY",
      description = "class (default): medium is better than low. return: by true return.")
  private Labels labels = Labels.CLASS;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "With --labels return: of a Bradley-Terry labeller; 0 never errs. Default: 0.")
  private double temperature;

  @Option(
      names = "--discount",
      paramLabel = "G",
      description = "With --labels return: of the return that is compared. Default: 1.")
  private double discount = 1;

  @Option(
      names = "--noise",
      paramLabel = "P",
      description = "Probability that a label is a fair coin. Default: 0.")
  private double noise;

  @Option(
      names = "--ties",
      paramLabel = "WHAT",
      description = "Equal returns: drop (default), both_ways with half a weight each, or coin.")
  private Ties ties = Ties.DROP;

  CollectSettings settings(String environment) {
    require(demonstrations >= 1, "--demonstrations", "at least 1", demonstrations);
    require(preferences >= 2, "--preferences", "at least 2", preferences);
    require(fragmentLength >= 0, "--fragment-length", "at least 0", fragmentLength);
    require(pairs == null || pairs >= 1, "--pairs", "at least 1", pairs);
    require(temperature >= 0, "--temperature", "at least 0", temperature);
    require(discount > 0 && discount <= 1, "--discount", "in (0, 1]", discount);
    require(noise >= 0 && noise <= 1, "--noise", "in [0, 1]", noise);
    if (labels == Labels.CLASS && (temperature != 0 || discount != 1)) {
      throw new UserError(
          "%s needs --labels return; by class the medium side is always the better one"
              .formatted(temperature != 0 ? "--temperature" : "--discount"));
    }
    int count = pairs == null ? (fragmentLength == 0 ? 0 : 20_000) : pairs;
    return new CollectSettings(
        rule(environment),
        demonstrations,
        preferences,
        count,
        new PreferenceSampler(fragmentLength, labeler(), ties));
  }

  private static void require(boolean holds, String option, String range, Object value) {
    if (!holds) {
      throw new UserError("%s must be %s, not %s".formatted(option, range, value));
    }
  }

  private Labeler labeler() {
    Labeler exact =
        labels == Labels.CLASS
            ? Labeler.second()
            : temperature == 0
                ? Labeler.byReturn(discount, 0)
                : Labeler.bradleyTerry(discount, temperature);
    return noise == 0 ? exact : exact.withNoise(noise);
  }

  private QualityClasses.Rule rule(String environment) {
    if (classes.equals("thirds")) {
      return QualityClasses::thirds;
    }
    if (classes.equals("paper")) {
      return PaperQuality.of(environment)
          .orElseThrow(
              () ->
                  new UserError(
                      "--classes paper: Table 1 has Hopper, HalfCheetah and Walker2d, not %s; use thirds or LOW,MEDIUM,HIGH"
                          .formatted(environment)))
          .rule();
    }
    String[] returns = classes.split(",", -1);
    if (returns.length == 3) {
      try {
        return QualityClasses.nearest(
            Double.parseDouble(returns[0]),
            Double.parseDouble(returns[1]),
            Double.parseDouble(returns[2]));
      } catch (NumberFormatException e) {
        // Falls through to the sentence below.
      }
    }
    throw new UserError(
        "--classes must be thirds, paper or three returns such as 2300,3000,3500, not '%s'"
            .formatted(classes));
  }

  /** For the manifest. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("classes", classes);
    facts.put("labels", labels.name().toLowerCase(Locale.ROOT));
    if (labels == Labels.RETURN) {
      facts.put("temperature", temperature);
      facts.put("discount", discount);
    }
    facts.put("noise", noise);
    facts.put("ties", ties.name().toLowerCase(Locale.ROOT));
    return facts;
  }
}
