package org.aihf.mujoco.collect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.mujoco.data.PreferenceSet;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.random.RandomStream;
import org.aihf.statistics.Summary;

/**
 * Demonstrations and preferences made of checkpoints.
 *
 * @param checkpoints all of them, in order
 * @param classes which are used for what
 * @param nonPreferred episodes of the low class that are compared
 * @param preferred episodes of the medium class that are compared
 * @param demonstrations episodes of the high class
 * @param preferences pairs of fragments of the compared episodes, the non-preferred ones first
 */
public record CollectedData(
    CollectSettings settings,
    List<CheckpointData> checkpoints,
    QualityClasses classes,
    List<Trajectory> nonPreferred,
    List<Trajectory> preferred,
    List<Trajectory> demonstrations,
    PreferenceSet preferences) {

  /**
   * Sorts, selects (in random order, from all checkpoints of a class) and compares.
   *
   * @throws UserError if a class has too few transitions, or pairs cannot be drawn
   */
  public static CollectedData of(
      List<CheckpointData> checkpoints, CollectSettings settings, RandomStream random) {
    QualityClasses classes = settings.classes().of(checkpoints);
    long half = (settings.preferences() + 1) / 2;
    List<Trajectory> low = take(classes.low(), "low", half, random);
    List<Trajectory> medium = take(classes.medium(), "medium", half, random);
    List<Trajectory> high = take(classes.high(), "high", settings.demonstrations(), random);
    int pairs =
        settings.pairs() > 0 ? settings.pairs() : Math.multiplyExact(low.size(), medium.size());
    PreferenceSet preferences =
        settings.sampler().between(low, medium, pairs, random.split("preferences"));
    return new CollectedData(settings, checkpoints, classes, low, medium, high, preferences);
  }

  private static List<Trajectory> take(
      List<CheckpointData> checkpoints, String name, long transitions, RandomStream random) {
    List<Trajectory> pool = new ArrayList<>();
    checkpoints.forEach(data -> pool.addAll(data.trajectories()));
    RandomStream order = random.split(name);
    List<Trajectory> taken = new ArrayList<>();
    long total = 0;
    for (int i = 0; total < transitions; i++) {
      if (i == pool.size()) {
        throw new UserError(
            "the %s class has %d transitions, fewer than the %d asked for; ask for fewer, or collect more of each checkpoint"
                .formatted(name, total, transitions));
      }
      int drawn = i + order.nextInt(pool.size() - i);
      Trajectory next = pool.get(drawn);
      pool.set(drawn, pool.get(i));
      taken.add(next);
      total += next.length();
    }
    return taken;
  }

  /** Quality of the non-preferred side: Table 1's first column. */
  public Summary nonPreferredReturns() {
    return CheckpointData.summary(nonPreferred);
  }

  /** Quality of the preferred side: Table 1's second column. */
  public Summary preferredReturns() {
    return CheckpointData.summary(preferred);
  }

  /** Quality of the demonstrations: Table 1's third column. */
  public Summary demonstrationReturns() {
    return CheckpointData.summary(demonstrations);
  }

  /** What the numbers of demonstrations and preferences count, in a sentence. */
  public String meaning() {
    int length = settings.sampler().fragmentLength();
    return "%d transitions of demonstrations in %d episodes; %d transitions of preferences, half of either class, in %d episodes, compared in %d pairs of %s"
        .formatted(
            CheckpointData.transitions(demonstrations),
            demonstrations.size(),
            compared(),
            nonPreferred.size() + preferred.size(),
            preferences.pairs().size(),
            length == 0 ? "whole episodes" : "fragments of %d transitions".formatted(length));
  }

  private long compared() {
    return CheckpointData.transitions(nonPreferred) + CheckpointData.transitions(preferred);
  }

  /** The same in figures, and how good the labels are. */
  Map<String, Object> counts() {
    int length = settings.sampler().fragmentLength();
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("meaning", meaning());
    counts.put("demonstration_transitions", CheckpointData.transitions(demonstrations));
    counts.put("demonstration_episodes", demonstrations.size());
    counts.put("preference_transitions", compared());
    counts.put(CollectedFiles.NON_PREFERRED_EPISODES, nonPreferred.size());
    counts.put("preferred_episodes", preferred.size());
    counts.put("pairs", preferences.pairs().size());
    counts.put("fragment_length", length);
    counts.put(
        "episodes_too_short_for_a_fragment",
        preferences.trajectories().stream().filter(t -> t.length() < length).count());
    counts.put("label_agreement_with_true_return", preferences.agreement(1));
    return counts;
  }
}
