package org.aihf.mujoco.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.aihf.random.RandomStream;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** log π of tanh-squashed actions is the logarithm of a density: it integrates to one. */
class SquashedDensityTest {
  private static final int POINTS = 20_001;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void integratesToOneOverTheActions(boolean vectors) {
    SacConfig config = SacConfig.DEFAULTS.withHiddenSize(8).withBatchSize(4);
    float[] state = {0.3f, -1.2f, 0.7f};
    try (TorchRuntime runtime = TestDevice.open();
        SacLearner learner = new SacLearner(runtime, 3, 1, config, RandomStream.of(3), vectors)) {
      float[] states = new float[3 * POINTS];
      float[] noise = new float[POINTS];
      for (int i = 0; i < POINTS; i++) {
        System.arraycopy(state, 0, states, 3 * i, 3);
        noise[i] = -8 + 16f * i / (POINTS - 1);
      }
      float[] actions = learner.update().act(states, noise);
      float[] logPi = learner.update().logProbs(states, noise);
      double integral = 0;
      for (int i = 1; i < POINTS; i++) {
        double density = (Math.exp(logPi[i]) + Math.exp(logPi[i - 1])) / 2;
        integral += density * (actions[i] - actions[i - 1]);
      }
      assertThat(integral).isCloseTo(1, within(1e-3));
    }
  }
}
