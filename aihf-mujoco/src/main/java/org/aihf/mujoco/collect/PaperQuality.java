package org.aihf.mujoco.collect;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aihf.statistics.Summary;

/**
 * Table 1 of the paper: true returns of its three classes, on version 2 of the robots (whose
 * rewards and endings are version 4's). It does not say how many episodes stand behind a figure.
 */
public enum PaperQuality {
  HOPPER("Hopper-v2", 2345.20, 329.93, 3024.63, 40.52, 3559.61, 73.12),
  HALF_CHEETAH("HalfCheetah-v2", 7226.37, 126.88, 9434.42, 1315.13, 11635.42, 236.51),
  WALKER2D("Walker2d-v2", 3952.60, 444.45, 5091.71, 291.73, 5453.41, 71.07);

  private final String environment;
  private final Summary nonPreferred;
  private final Summary preferred;
  private final Summary demonstrations;

  PaperQuality(
      String environment, double m1, double d1, double m2, double d2, double m3, double d3) {
    this.environment = environment;
    this.nonPreferred = new Summary(0, m1, d1);
    this.preferred = new Summary(0, m2, d2);
    this.demonstrations = new Summary(0, m3, d3);
  }

  /** The row of a robot in any version, if it has one. */
  public static Optional<PaperQuality> of(String environment) {
    String robot = environment.toUpperCase(Locale.ROOT).replaceFirst("-V\\d+$", "");
    for (PaperQuality row : values()) {
      if (row.name().replace("_", "").equals(robot)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /** Name of the environment in the paper. */
  public String environment() {
    return environment;
  }

  public Summary nonPreferred() {
    return nonPreferred;
  }

  public Summary preferred() {
    return preferred;
  }

  public Summary demonstrations() {
    return demonstrations;
  }

  /** As {@link CollectedEpisodes#returns}, with the name of the environment in the paper. */
  public Map<String, Object> returns() {
    Map<String, Object> returns = new LinkedHashMap<>();
    returns.put("environment", environment);
    returns.put("non_preferred", row(nonPreferred));
    returns.put("preferred", row(preferred));
    returns.put("demonstrations", row(demonstrations));
    return returns;
  }

  private static Map<String, Object> row(Summary summary) {
    Map<String, Object> row = CollectedEpisodes.row(summary);
    row.remove("episodes");
    return row;
  }

  /** Classes as far from the best checkpoint as the paper's are from its demonstrations. */
  public QualityClasses.Rule rule() {
    double best = demonstrations.mean();
    return QualityClasses.shares(nonPreferred.mean() / best, preferred.mean() / best, 1);
  }
}
