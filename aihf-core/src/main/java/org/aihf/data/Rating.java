package org.aihf.data;

/**
 * A verdict on one trajectory by itself: thumbs up or down, no pair needed (KTO).
 *
 * @param desirable whether more of the kind is wanted
 * @param weight how much it counts in the mean over ratings (1: as every other)
 * @param <T> what is rated
 */
public record Rating<T>(T trajectory, boolean desirable, double weight) {
  public Rating {
    if (!(weight >= 0) || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "weight of a rating must be finite and >= 0, not " + weight);
    }
  }
}
