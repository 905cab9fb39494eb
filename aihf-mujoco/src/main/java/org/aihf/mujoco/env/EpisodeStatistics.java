package org.aihf.mujoco.env;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Counts returns and lengths; the last step of an episode has {@code episode_return} and {@code
 * episode_length} in its info. Wrap this inside reward normalisation to count true rewards.
 */
public final class EpisodeStatistics extends EnvironmentWrapper {
  /** A finished episode. */
  public record Episode(double totalReward, int length) {}

  private final int window;
  private final Deque<Episode> recent = new ArrayDeque<>();
  private double totalReward;
  private int length;

  /**
   * @param window how many finished episodes {@link #recent} remembers
   */
  public EpisodeStatistics(Environment inner, int window) {
    super(inner);
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ", not at least 1");
    }
    this.window = window;
  }

  /** The last finished episodes, oldest first. */
  public List<Episode> recent() {
    return List.copyOf(recent);
  }

  @Override
  protected Reset onReset(Reset reset) {
    totalReward = 0;
    length = 0;
    return reset;
  }

  @Override
  public Step step(double[] action) {
    Step step = inner().step(action);
    totalReward += step.reward();
    length++;
    if (!step.done()) {
      return step;
    }
    if (recent.size() == window) {
      recent.removeFirst();
    }
    recent.addLast(new Episode(totalReward, length));
    return step.withInfo(
        step.info().with("episode_return", totalReward).with("episode_length", length));
  }

  @Override
  protected double[] ownState() {
    return new double[] {totalReward, length};
  }

  @Override
  protected void restoreOwnState(double[] state) {
    totalReward = state[0];
    length = (int) state[1];
  }
}
