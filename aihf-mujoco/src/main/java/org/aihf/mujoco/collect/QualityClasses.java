package org.aihf.mujoco.collect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.aihf.UserError;

/**
 * Checkpoints in three classes by the mean true return of their episodes; those in no class are not
 * used.
 *
 * @param low become the non-preferred side
 * @param medium become the preferred side
 * @param high become demonstrations
 */
public record QualityClasses(
    List<CheckpointData> low, List<CheckpointData> medium, List<CheckpointData> high) {

  /** Which class a checkpoint is in. */
  public enum Quality {
    LOW,
    MEDIUM,
    HIGH,
    UNUSED
  }

  /** Decides on the classes. */
  @FunctionalInterface
  public interface Rule {
    QualityClasses of(List<CheckpointData> checkpoints);
  }

  /** The worst third of the checkpoints, the next, and the best. */
  public static QualityClasses thirds(List<CheckpointData> checkpoints) {
    List<CheckpointData> sorted = sorted(checkpoints);
    int third = sorted.size() / 3;
    return new QualityClasses(
        sorted.subList(0, third),
        sorted.subList(third, sorted.size() - third),
        sorted.subList(sorted.size() - third, sorted.size()));
  }

  /**
   * For each class the one checkpoint whose mean return is nearest to what is wanted, each class
   * strictly better than the last.
   */
  public static Rule nearest(double low, double medium, double high) {
    if (!(low < medium && medium < high)) {
      throw new UserError(
          "returns of the classes must rise from low to high, not %s, %s, %s"
              .formatted(low, medium, high));
    }
    return checkpoints -> {
      List<CheckpointData> sorted = sorted(checkpoints);
      int n = sorted.size();
      int top = nearest(sorted, 2, n, high);
      int bottom = nearest(sorted, 0, top - 1, low);
      int middle = nearest(sorted, bottom + 1, top, medium);
      return new QualityClasses(
          List.of(sorted.get(bottom)), List.of(sorted.get(middle)), List.of(sorted.get(top)));
    };
  }

  /** {@link #nearest} with returns given as shares of the best checkpoint's mean return. */
  public static Rule shares(double low, double medium, double high) {
    return checkpoints -> {
      double best = sorted(checkpoints).get(checkpoints.size() - 1).returns().mean();
      if (!(best > 0)) {
        throw new UserError(
            "the best checkpoint's mean return is %.2f; shares of it make classes only where it is positive: give returns instead"
                .formatted(best));
      }
      return nearest(low * best, medium * best, high * best).of(checkpoints);
    };
  }

  private static List<CheckpointData> sorted(List<CheckpointData> checkpoints) {
    if (checkpoints.size() < 3) {
      throw new UserError(
          "three classes need at least 3 checkpoints, not %d".formatted(checkpoints.size()));
    }
    List<CheckpointData> sorted = new ArrayList<>(checkpoints);
    sorted.sort(Comparator.comparingDouble(data -> data.returns().mean()));
    return sorted;
  }

  private static int nearest(List<CheckpointData> sorted, int from, int to, double wanted) {
    int best = from;
    for (int i = from; i < to; i++) {
      if (distance(sorted.get(i), wanted) < distance(sorted.get(best), wanted)) {
        best = i;
      }
    }
    return best;
  }

  private static double distance(CheckpointData data, double wanted) {
    return Math.abs(data.returns().mean() - wanted);
  }

  public Quality of(CheckpointData checkpoint) {
    return low.contains(checkpoint)
        ? Quality.LOW
        : medium.contains(checkpoint)
            ? Quality.MEDIUM
            : high.contains(checkpoint) ? Quality.HIGH : Quality.UNUSED;
  }
}
