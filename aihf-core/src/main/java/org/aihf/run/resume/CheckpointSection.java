package org.aihf.run.resume;

/**
 * Saving the run's whole state to {@code state/}, which {@code --resume} continues from. A run that
 * Ctrl-C or SIGTERM stops saves its state too.
 *
 * @param every iterations (direct methods and reward: updates) between saves; 0 for none but when
 *     stopped
 * @param minutes least time between saves; 0 for every time that {@code every} asks for
 */
public record CheckpointSection(int every, double minutes) {
  public static CheckpointSection defaults() {
    return new CheckpointSection(1, 5);
  }
}
