package org.aihf.mujoco.sac;

import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.random.RandomStream;
import org.aihf.run.Progress;

/**
 * Maximum likelihood of demonstrated actions by SAC's own tanh-Gaussian (eq. 2 in control), so that
 * SAC can go on from there.
 */
public final class BehaviorCloning {
  private final SacLearner learner;
  private final ReplayBuffer transitions;
  private final TransitionBatch batch;
  private final RandomStream random;

  /**
   * @param demonstrations with actions in [-1, 1]
   */
  public BehaviorCloning(Sac sac, List<Trajectory> demonstrations, RandomStream random) {
    learner = sac.learner();
    TransitionBatch all = TransitionBatch.of(demonstrations);
    transitions = new ReplayBuffer(all.size(), all.observationSize(), all.actionSize());
    transitions.addAll(all);
    batch =
        TransitionBatch.allocate(
            learner.config().batchSize(), all.observationSize(), all.actionSize());
    this.random = random;
  }

  /**
   * Clones.
   *
   * @param onUpdate called after each update; may end the run by throwing
   * @return mean −log π of demonstrated actions over the last tenth of the updates
   */
  public double run(int updates, Runnable onUpdate) {
    double sum = 0;
    int counted = 0;
    try (Progress progress = Progress.start("cloning", updates)) {
      for (int i = 0; i < updates; i++) {
        transitions.sample(random, batch);
        double loss = learner.cloneActions(batch);
        if (i >= updates - Math.max(1, updates / 10)) {
          sum += loss;
          counted++;
        }
        progress.advance(1);
        onUpdate.run();
      }
    }
    return sum / counted;
  }
}
