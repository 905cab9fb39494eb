package org.aihf.mujoco.reward;

import java.util.List;
import org.aihf.data.Preference;
import org.aihf.mujoco.data.Numbered;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * The contract of language models' rewards, kept by control's: in its plainest form and richest.
 */
class RewardNetworkContractTest {
  private static TorchRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Nested
  class Plain extends Contract {
    Plain() {
      super(RewardNetworkConfig.of(5, 2));
    }
  }

  @Nested
  class PessimisticEnsembleOfScaledObservations extends Contract {
    PessimisticEnsembleOfScaledObservations() {
      super(
          RewardNetworkConfig.of(5, 2)
              .withInput(RewardInput.STATE_ACTION_NEXT_STATE)
              .withHiddenSizes(32)
              .withEnsemble(3, 0.5)
              .withBound(OutputBound.tanh(5))
              .withScaling(ObservationScaling.FITTED)
              .withDiscount(1));
    }
  }

  abstract static class Contract extends RewardModelContract<Trajectory> {
    private final RewardNetworkConfig config;

    Contract(RewardNetworkConfig config) {
      this.config = config;
    }

    @Override
    protected RewardModel<Trajectory> create() {
      RewardNetwork network =
          new RewardNetwork(
              runtime, config, RandomStream.of(3), LearningRateSchedule.constant(3e-3));
      if (config.scaling() == ObservationScaling.FITTED) {
        network.fitScaling(batch().demonstrations());
      }
      return network;
    }

    @Override
    protected RewardBatch<Trajectory> batch() {
      RandomStream random = RandomStream.of(11);
      return new RewardBatch<>(
          List.of(trajectory(random, 20), trajectory(random, 7), trajectory(random, 20)),
          List.of(trajectory(random, 20), trajectory(random, 20), trajectory(random, 9)),
          List.of(
              Preference.of(trajectory(random, 20), trajectory(random, 20)),
              Preference.of(trajectory(random, 6), trajectory(random, 20))));
    }

    private static Trajectory trajectory(RandomStream random, int length) {
      return Numbered.random(random, length, 5, 2, 0);
    }

    @Override
    protected int learningSteps() {
      return 150;
    }
  }
}
