package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.mujoco.MujocoModel;
import org.aihf.mujoco.env.ActionCheck;
import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.EnvironmentChecker;
import org.aihf.mujoco.env.EnvironmentProvider;
import org.aihf.mujoco.env.EnvironmentRandom;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Info;
import org.aihf.mujoco.env.MujocoEnvironment;
import org.aihf.mujoco.env.Reset;
import org.aihf.mujoco.env.Step;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.mujoco.recipe.ControlTraining;
import org.aihf.random.RandomStream;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/how-to/own-environment.md. */
class OwnEnvironmentTest {
  @TempDir Path directory;

  // snippet: java
  /** A mass on a line: push it to the middle and hold it there. */
  static final class PointMass implements Environment {
    private final EnvironmentRandom random = new EnvironmentRandom();
    private double position;
    private double velocity;

    @Override
    public Box observationSpace() {
      return Box.unbounded(2);
    }

    @Override
    public Box actionSpace() {
      return Box.of(1, -1, 1);
    }

    @Override
    public Reset reset(long seed) {
      random.seed(seed);
      return reset();
    }

    @Override
    public Reset reset() {
      position = 2 * random.stream().nextDouble() - 1;
      velocity = 0;
      return new Reset(observe(), Info.empty());
    }

    @Override
    public Step step(double[] action) {
      random.stream(); // refuses a step before the first reset
      ActionCheck.check(action, actionSpace()); // refuses a wrong length and NaN
      velocity = 0.9 * velocity + 0.1 * actionSpace().clip(action)[0];
      position += velocity;
      double reward = -position * position;
      boolean terminated = Math.abs(position) > 3; // the task itself is over; a time limit is not
      return new Step(observe(), reward, terminated, false, Info.empty());
    }

    private double[] observe() {
      return new double[] {position, velocity};
    }

    @Override
    public double[] snapshot() { // optional: a run may then stop and resume inside an episode
      double[] stream = random.save();
      return new double[] {stream[0], stream[1], position, velocity};
    }

    @Override
    public void restore(double[] snapshot) {
      random.restore(snapshot[0], snapshot[1]);
      position = snapshot[2];
      velocity = snapshot[3];
    }

    @Override
    public void close() {}
  }

  // end

  // snippet: mjcf
  /** A pole on a cart, in MuJoCo: keep it upright, near the middle. */
  static final class CartPole extends MujocoEnvironment {
    private static final String MJCF =
        """
        <mujoco>
          <option timestep="0.02"/>
          <worldbody>
            <body name="cart">
              <joint name="slide" type="slide" axis="1 0 0" range="-2 2" limited="true" damping="0.1"/>
              <geom type="capsule" fromto="-0.2 0 0 0.2 0 0" size="0.1" mass="1" contype="0" conaffinity="0"/>
              <body name="pole">
                <joint name="hinge" type="hinge" axis="0 1 0" damping="0.01"/>
                <geom type="capsule" fromto="0 0 0 0 0 1" size="0.05" mass="0.1" contype="0" conaffinity="0"/>
              </body>
            </body>
          </worldbody>
          <actuator><motor joint="slide" gear="10" ctrlrange="-1 1" ctrllimited="true"/></actuator>
        </mujoco>
        """;

    CartPole() {
      super(MujocoModel.parse("cart pole", MJCF), 2, Box.unbounded(4), Box.of(1, -1, 1));
    }

    @Override
    protected void drawStart(RandomStream random, double[] positions, double[] velocities) {
      positions[1] = 0.1 * random.nextGaussian();
    }

    @Override
    protected double[] observe() {
      DoubleBuffer qpos = qpos();
      DoubleBuffer qvel = qvel();
      return new double[] {qpos.get(0), qpos.get(1), qvel.get(0), qvel.get(1)};
    }

    @Override
    protected Step judge(double[] positionsBefore, double[] action, double[] observation) {
      boolean fallen = Math.abs(observation[1]) > 0.4;
      double reward = fallen ? 0 : 1 - 0.2 * observation[0] * observation[0];
      return new Step(observation, reward, fallen, false, Info.empty());
    }
  }

  // end

  // snippet: provider
  /** Named by META-INF/services/org.aihf.mujoco.env.EnvironmentProvider. */
  public static final class PointMassProvider implements EnvironmentProvider {
    @Override
    public String name() {
      return "PointMass-v0";
    }

    @Override
    public int maxSteps() {
      return 100;
    }

    @Override
    public Environment make() {
      return new PointMass();
    }
  }

  // end

  @Test
  void bothAreSound() {
    // snippet: check
    try (Environment environment = new PointMass()) {
      List<String> problems = EnvironmentChecker.check(environment);
      assertThat(problems).isEmpty();
    }
    // end
    try (Environment environment = new CartPole()) {
      assertThat(EnvironmentChecker.check(environment)).isEmpty();
    }
  }

  @Test
  void aProviderOnTheClassPathIsKnownByItsName() {
    try (Environment environment = Environments.make("PointMass-v0")) {
      assertThat(environment.unwrapped()).isInstanceOf(PointMass.class);
      assertThat(Environments.maxSteps("PointMass-v0")).isEqualTo(100);
    }
  }

  @Test
  void sacLearnsToHoldThePole() throws Exception {
    Path output = directory.resolve("run");
    // snippet: train
    Environments.register("CartPole-v0", 200, CartPole::new);
    ControlRecipe recipe =
        RecipeReader.of(ControlRecipe.class)
            .parse(
                "cart pole",
                """
                method: sac
                environment: CartPole-v0
                sac: {hidden_size: 32, learning_rate: 1e-3, learning_starts: 500}
                loop: {iterations: 10, policy_steps: 500}
                """,
                List.of());
    Metrics last;
    try (TorchRuntime runtime = TorchRuntime.cpu(1)) {
      last = new ControlTraining(runtime).run(recipe, output, IfExists.REFUSE);
    }
    // end
    // A random policy drops it after 20 steps.
    assertThat(last.get("eval/true_reward")).isGreaterThan(45);
  }
}
