package org.aihf.mujoco.sac;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;

/**
 * SAC as the policy of Algorithm 1: alignment goes on with the same networks and the same replay,
 * whose transitions are labelled by the reward of the day when they are drawn.
 *
 * <p>Policy alignment maximises the discounted reward plus α times the entropy; the reference π⁰ of
 * eq. 7 is the uniform policy, as in maximum-entropy IRL.
 */
public final class SacPolicy implements Policy<Trajectory>, AutoCloseable {
  private static final String OWN_SAMPLES = "own-samples.txt";

  private final Sac sac;
  private final PolicyRollout rollout;
  private final RandomStream random;
  private long rollouts;

  /**
   * @param sac closed with this
   * @param environment makes environments for own samples: the same task, its own start states
   * @param episodes whole episodes that own samples are cut from, each time
   */
  public SacPolicy(Sac sac, Supplier<Environment> environment, int episodes, RandomStream random) {
    this.sac = sac;
    this.rollout = new PolicyRollout(environment, episodes);
    this.random = random;
  }

  /**
   * @param reward best a {@link StepReward} too; otherwise single transitions are scored as
   *     trajectories of length 1
   * @param steps of the environment
   * @param onStep hears of updates; steps before the first one have none
   */
  @Override
  public Metrics align(RewardFunction<Trajectory> reward, int steps, Consumer<Metrics> onStep) {
    StepReward stepReward =
        reward instanceof StepReward byStep ? byStep : StepReward.ofTransitions(reward);
    List<Metrics> all = new ArrayList<>();
    sac.learn(
        steps,
        stepReward,
        step -> {
          if (step.losses() != null) {
            Metrics metrics = step.losses().metrics();
            all.add(metrics);
            onStep.accept(metrics);
          }
          return true;
        });
    return Metrics.mean(all);
  }

  /**
   * Fragments of fresh episodes, each as long as its context: drawn uniformly from all starts where
   * one of that length fits, as demonstrations are cut; a whole episode where it is shorter.
   */
  @Override
  public List<Trajectory> sample(List<Trajectory> contexts) {
    if (contexts.isEmpty()) {
      return List.of();
    }
    RandomStream draws = random.split("rollout", rollouts++);
    List<Trajectory> episodes = rollout.stochastic(sac.learner(), draws);
    RandomStream cuts = draws.split("cuts");
    List<Trajectory> samples = new ArrayList<>(contexts.size());
    for (Trajectory context : contexts) {
      Trajectory episode = episodes.get(cuts.nextInt(episodes.size()));
      int length = Math.min(context.length(), episode.length());
      int from = cuts.nextInt(episode.length() - length + 1);
      samples.add(episode.slice(from, from + length));
    }
    return samples;
  }

  /** What learns. */
  public Sac sac() {
    return sac;
  }

  @Override
  public void save(Path directory) throws IOException {
    sac.save(directory);
    Files.writeString(directory.resolve(OWN_SAMPLES), rollouts + "\n");
  }

  @Override
  public void restore(Path directory) throws IOException {
    Path file = directory.resolve(OWN_SAMPLES);
    String text = Files.readString(file).trim();
    if (!text.matches("\\d{1,18}")) {
      throw new UserError("%s: '%s' is no count of rollouts".formatted(file, text));
    }
    sac.restore(directory);
    rollouts = Long.parseLong(text);
  }

  @Override
  public void close() {
    rollout.close();
    sac.close();
  }
}
