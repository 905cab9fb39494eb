package org.aihf.mujoco.sac;

import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.env.Box;
import org.aihf.random.RandomStream;
import org.aihf.torch.safetensors.Safetensors;

/**
 * The policy of a saved learner, in plain Java: acts without libtorch, wherever it came from.
 *
 * <p>Any safetensors file with {@code actor.w1} [H, S], {@code actor.b1}, ..., {@code actor.w3}
 * [2A, H], {@code actor.b3} will do: two ReLU layers, then mean and log standard deviation before
 * tanh.
 */
public final class SacActor implements Actor {
  private final Layer first;
  private final Layer second;
  private final Layer last;
  private final Box bounds;
  private final boolean deterministic;

  private SacActor(Layer first, Layer second, Layer last, Box bounds, boolean deterministic) {
    this.first = first;
    this.second = second;
    this.last = last;
    this.bounds = bounds;
    this.deterministic = deterministic;
  }

  /**
   * Reads a policy.
   *
   * @param directory that {@link SacLearner#save} wrote to
   * @param bounds of the environment's actions, to which [-1, 1] is stretched
   * @param deterministic whether to take the mode rather than draw
   * @throws UserError naming file and tensor of what is missing or does not fit
   */
  public static SacActor load(Path directory, Box bounds, boolean deterministic) {
    Path path = directory.resolve(SacLearner.FILE);
    try (Safetensors file = Safetensors.open(path)) {
      Layer first = Layer.read(file, 1);
      Layer second = Layer.read(file, 2);
      Layer last = Layer.read(file, 3);
      if (last.outputs() != 2 * bounds.dimension()) {
        throw new UserError(
            "%s: the policy has %d actions, the environment %d"
                .formatted(path, last.outputs() / 2, bounds.dimension()));
      }
      return new SacActor(first, second, last, bounds, deterministic);
    }
  }

  /** Numbers in an observation. */
  public int observationSize() {
    return first.inputs();
  }

  @Override
  public void act(float[] observation, RandomStream random, float[] action) {
    float[] out = last.apply(second.rectified(first.rectified(observation)));
    int size = bounds.dimension();
    for (int i = 0; i < size; i++) {
      double u = out[i];
      if (!deterministic) {
        u += Math.exp(Math.min(2, Math.max(-20, out[size + i]))) * random.nextGaussian();
      }
      double low = bounds.low(i);
      action[i] = (float) (low + (bounds.high(i) - low) * (Math.tanh(u) + 1) / 2);
    }
  }

  /** One linear layer, row-major. */
  private record Layer(float[] weight, float[] bias, int inputs, int outputs) {
    static Layer read(Safetensors file, int number) {
      List<Long> shape = file.info("actor.w" + number).shape();
      file.requireShape("actor.b" + number, shape.get(0));
      return new Layer(
          file.floats("actor.w" + number),
          file.floats("actor.b" + number),
          Math.toIntExact(shape.get(1)),
          Math.toIntExact(shape.get(0)));
    }

    float[] apply(float[] x) {
      float[] y = new float[outputs];
      for (int o = 0; o < outputs; o++) {
        float sum = bias[o];
        for (int i = 0; i < inputs; i++) {
          sum += weight[o * inputs + i] * x[i];
        }
        y[o] = sum;
      }
      return y;
    }

    float[] rectified(float[] x) {
      float[] y = apply(x);
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.max(0, y[i]);
      }
      return y;
    }
  }
}
