package org.aihf.mujoco.sac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;

/** log π of tanh-squashed actions is the logarithm of a density: it integrates to one. */
class SquashedDensityTest {
  private static final int POINTS = 20_001;

  @Test
  void integratesToOneOverTheActions() {
    SacConfig config = SacConfig.DEFAULTS.withHiddenSize(8).withBatchSize(4);
    float[] state = {0.3f, -1.2f, 0.7f};
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        SacLearner learner = new SacLearner(runtime, 3, 1, config, RandomStream.of(3));
        NDManager scope = runtime.newScope()) {
      float[] states = new float[3 * POINTS];
      float[] noise = new float[POINTS];
      for (int i = 0; i < POINTS; i++) {
        System.arraycopy(state, 0, states, 3 * i, 3);
        noise[i] = -8 + 16f * i / (POINTS - 1);
      }
      NDList inputs =
          new NDList(
              scope.create(states, new Shape(POINTS, 3)),
              scope.create(noise, new Shape(POINTS, 1)));
      float[] actions = learner.kernel().call(scope, "act", inputs).get(0).toFloatArray();
      float[] logPi = learner.kernel().call(scope, "log_density", inputs).get(0).toFloatArray();
      double integral = 0;
      for (int i = 1; i < POINTS; i++) {
        double density = (Math.exp(logPi[i]) + Math.exp(logPi[i - 1])) / 2;
        integral += density * (actions[i] - actions[i - 1]);
      }
      assertThat(integral).isCloseTo(1, within(1e-3));
    }
  }
}
