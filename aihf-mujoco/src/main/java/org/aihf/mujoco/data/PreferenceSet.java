package org.aihf.mujoco.data;

import java.util.List;
import org.aihf.data.Preference;

/**
 * Preferences between fragments of some trajectories: who was compared, not what.
 *
 * @param trajectories that fragments are places in
 * @param pairs in order
 */
public record PreferenceSet(List<Trajectory> trajectories, List<Pair> pairs) {
  /**
   * One preference.
   *
   * @param margin see {@link Preference#margin()}
   * @param weight see {@link Preference#weight()}
   */
  public record Pair(Fragment chosen, Fragment rejected, double margin, double weight) {
    public static Pair of(Fragment chosen, Fragment rejected) {
      return new Pair(chosen, rejected, 0, 1);
    }
  }

  public PreferenceSet {
    trajectories = List.copyOf(trajectories);
    pairs = List.copyOf(pairs);
  }

  /** The pairs with their transitions, for reward alignment. */
  public List<Preference<Trajectory>> preferences() {
    return pairs.stream()
        .map(
            pair ->
                new Preference<>(
                    pair.chosen().of(trajectories),
                    pair.rejected().of(trajectories),
                    pair.margin(),
                    pair.weight()))
        .toList();
  }

  /** {@link #agreement(List, double)} of these pairs. */
  public double agreement(double discount) {
    return agreement(preferences(), discount);
  }

  /**
   * Quality of labels: the (weighted) share of pairs whose chosen side has the higher true return;
   * equal returns count half.
   */
  public static double agreement(List<Preference<Trajectory>> preferences, double discount) {
    double right = 0;
    double all = 0;
    for (Preference<Trajectory> pair : preferences) {
      double chosen = pair.chosen().trueReturn(discount);
      double rejected = pair.rejected().trueReturn(discount);
      right += pair.weight() * (chosen > rejected ? 1 : chosen == rejected ? 0.5 : 0);
      all += pair.weight();
    }
    return right / all;
  }
}
