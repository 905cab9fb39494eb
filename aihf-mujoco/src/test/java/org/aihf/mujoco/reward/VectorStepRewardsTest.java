package org.aihf.mujoco.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.aihf.random.RandomStream;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JVM's vectors against libtorch on the same weights. */
class VectorStepRewardsTest {
  private static final int STATE = 5;
  private static final int ACTION = 2;

  /** More than one block of rows, the last one not full. */
  private static final int ROWS = 600;

  @ParameterizedTest
  @EnumSource(OutputBound.Kind.class)
  void anEnsemblesRewardsAreTheKernels(OutputBound.Kind bound) {
    RewardNetworkConfig config =
        RewardNetworkConfig.of(STATE, ACTION)
            .withHiddenSizes(20, 33)
            .withEnsemble(3, 0.5)
            .withBound(new OutputBound(bound, 0.1));
    requireSameRewards(config);
  }

  @ParameterizedTest
  @EnumSource(RewardInput.class)
  void oneNetworksRewardsAreTheKernels(RewardInput input) {
    requireSameRewards(RewardNetworkConfig.of(STATE, ACTION).withInput(input));
    requireSameRewards(RewardNetworkConfig.of(STATE, ACTION).withInput(input).withHiddenSizes());
  }

  private static void requireSameRewards(RewardNetworkConfig config) {
    RandomStream random = RandomStream.of(3);
    float[] x = new float[ROWS * config.inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (3 * random.nextGaussian());
    }
    try (TorchRuntime runtime = TestDevice.open();
        StepNetwork network = new StepNetwork(runtime, config, RandomStream.of(1))) {
      float[] expected = network.torchRewards(x, ROWS);
      assertThat(network.rewards(x, ROWS)).containsExactly(expected, within(1e-5f));

      float[] changed = network.parameters().values("layers.0.weight");
      changed[0] += 1;
      network.parameters().set("layers.0.weight", changed);
      assertThat(network.rewards(x, ROWS))
          .containsExactly(network.torchRewards(x, ROWS), within(1e-5f))
          .isNotEqualTo(expected);
    }
  }
}
