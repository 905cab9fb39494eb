package org.aihf.mujoco.collect;

import org.aihf.mujoco.data.Labeler;
import org.aihf.mujoco.data.PreferenceSampler;

/**
 * What is made of checkpoints' episodes.
 *
 * @param classes sorts checkpoints by quality
 * @param demonstrations transitions of the high class to keep, in whole episodes
 * @param preferences transitions to compare, in whole episodes: half of the low class, half of the
 *     medium one
 * @param pairs how many comparisons are drawn from them; 0 for every pair of whole episodes
 * @param sampler how they are drawn and labelled; the labeler's first side is of the low class
 */
public record CollectSettings(
    QualityClasses.Rule classes,
    long demonstrations,
    long preferences,
    int pairs,
    PreferenceSampler sampler) {

  /** Transitions of a fragment: between T-REX's 40 and imitation's 100. */
  public static final int FRAGMENT_LENGTH = 50;

  public CollectSettings {
    if (demonstrations < 1 || preferences < 2 || pairs < 0) {
      throw new IllegalArgumentException(
          "demonstrations %d, preferences %d and pairs %d must be at least 1, 2 and 0"
              .formatted(demonstrations, preferences, pairs));
    }
    if (pairs == 0 && sampler.fragmentLength() > 0) {
      throw new IllegalArgumentException("pairs 0 (all) is for whole episodes, not for fragments");
    }
  }

  /**
   * 10k transitions of demonstrations and 20k of preferences, compared in 20k pairs of fragments:
   * both readings of the paper's "20k preferences" at once. The class is the label, as in the
   * paper.
   */
  public static CollectSettings defaults() {
    return new CollectSettings(
        QualityClasses::thirds,
        10_000,
        20_000,
        20_000,
        new PreferenceSampler(FRAGMENT_LENGTH, Labeler.second(), PreferenceSampler.Ties.DROP));
  }
}
