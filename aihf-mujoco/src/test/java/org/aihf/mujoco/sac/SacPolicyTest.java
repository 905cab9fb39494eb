package org.aihf.mujoco.sac;

import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.reward.StepReward;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of Algorithm 1's policies; a context is how long a fragment is. */
class SacPolicyTest extends PolicyContract<Trajectory> {
  private static final SacConfig CONFIG =
      new SacConfig(16, 1e-2, 1e-2, 8, 10_000, 0, 1, 0.5, 0.05, 0.05, true, -1);

  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Override
  protected Policy<Trajectory> create(long seed) {
    Sac sac = new Sac(runtime, Environments.make("Pendulum-v1"), CONFIG, RandomStream.of(1));
    sac.learn(CONFIG.batchSize(), StepReward.environment(), step -> true);
    return new SacPolicy(sac, () -> Environments.make("Pendulum-v1"), 2, RandomStream.of(seed));
  }

  @Override
  protected List<Trajectory> trajectories() {
    return List.of(zeros(5), zeros(9));
  }

  private static Trajectory zeros(int length) {
    return new Trajectory(
        new float[(length + 1) * 3], new float[length], new float[length], 3, 1, false);
  }

  /** Mean action: what is done to the right. */
  @Override
  protected RewardFunction<Trajectory> reward() {
    return trajectories -> trajectories.stream().mapToDouble(SacPolicyTest::meanAction).toArray();
  }

  private static double meanAction(Trajectory trajectory) {
    double sum = 0;
    for (float action : trajectory.actions()) {
      sum += action;
    }
    return sum / trajectory.length();
  }

  @Override
  protected int learningSteps() {
    return 300;
  }

  @Override
  protected double gain() {
    return 0.3;
  }

  @Override
  protected Object contextOf(Trajectory trajectory) {
    return trajectory.length();
  }
}
