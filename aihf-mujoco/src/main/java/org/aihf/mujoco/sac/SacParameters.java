package org.aihf.mujoco.sac;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aihf.random.RandomStream;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.TorchRuntime;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.aihf.torch.safetensors.TensorSource;

/**
 * Everything an update of SAC changes: networks, their targets, log α, and Adam's moments; shapes
 * are those of {@code sac.py}.
 */
final class SacParameters implements AutoCloseable {
  /** The sets, in the order of the kernel's {@code bind}. */
  static final List<String> ATTRIBUTES =
      List.of(
          "actor",
          "actor_m",
          "actor_v",
          "critics",
          "critics_m",
          "critics_v",
          "targets",
          "temperature",
          "temperature_m",
          "temperature_v",
          "steps");

  private final Map<String, ParameterSet> sets;

  private SacParameters(Map<String, ParameterSet> sets) {
    this.sets = sets;
  }

  /** PyTorch's default initialisation of linear layers: uniform within ±1/√inputs. */
  static SacParameters initialize(
      TorchRuntime runtime, int s, int a, SacConfig config, RandomStream random) {
    int h = config.hiddenSize();
    ParameterSet actor = ParameterSet.frozen(runtime);
    RandomStream actorRandom = random.split("actor");
    linear(actor, "w1", "b1", h, s, actorRandom);
    linear(actor, "w2", "b2", h, h, actorRandom);
    linear(actor, "w3", "b3", 2 * a, h, actorRandom);
    ParameterSet critics = ParameterSet.frozen(runtime);
    RandomStream criticRandom = random.split("critics");
    linear(critics, "w1", "b1", 2 * h, s + a, criticRandom);
    linear(critics, "w2a", "b2a", h, h, criticRandom);
    linear(critics, "w2b", "b2b", h, h, criticRandom);
    linear(critics, "w3a", "b3a", 1, h, criticRandom);
    linear(critics, "w3b", "b3b", 1, h, criticRandom);
    ParameterSet temperature = ParameterSet.frozen(runtime);
    temperature.add(
        "log_alpha", new Shape(1), new float[] {(float) Math.log(config.temperature())});
    ParameterSet steps = ParameterSet.frozen(runtime);
    for (String counted : List.of("actor", "critics", "temperature")) {
      steps.addZeros(counted, new Shape(1));
    }
    return new SacParameters(
        Map.ofEntries(
            Map.entry("actor", actor),
            Map.entry("actor_m", zeros(runtime, actor)),
            Map.entry("actor_v", zeros(runtime, actor)),
            Map.entry("critics", critics),
            Map.entry("critics_m", zeros(runtime, critics)),
            Map.entry("critics_v", zeros(runtime, critics)),
            Map.entry("targets", critics.frozenCopy()),
            Map.entry("temperature", temperature),
            Map.entry("temperature_m", zeros(runtime, temperature)),
            Map.entry("temperature_v", zeros(runtime, temperature)),
            Map.entry("steps", steps)));
  }

  private static void linear(
      ParameterSet set, String weight, String bias, int out, int in, RandomStream random) {
    set.add(weight, new Shape(out, in), uniform(out * in, in, random));
    set.add(bias, new Shape(out), uniform(out, in, random));
  }

  private static float[] uniform(int count, int inputs, RandomStream random) {
    float bound = (float) (1 / Math.sqrt(inputs));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bound * (2 * random.nextFloat() - 1);
    }
    return values;
  }

  private static ParameterSet zeros(TorchRuntime runtime, ParameterSet like) {
    ParameterSet zeros = ParameterSet.frozen(runtime);
    like.names().forEach(name -> zeros.addZeros(name, like.shape(name)));
    return zeros;
  }

  /** One list of {@code sac.py}'s attributes. */
  ParameterSet set(String attribute) {
    return sets.get(attribute);
  }

  /** Every value to one file, as {@code attribute.name}. */
  void save(Path file) {
    List<TensorSource> tensors = new ArrayList<>();
    sets.keySet().stream()
        .sorted()
        .forEach(
            attribute -> {
              ParameterSet set = sets.get(attribute);
              set.names().forEach(n -> tensors.add(set.tensor(n, attribute + "." + n)));
            });
    SafetensorsWriter.write(file, tensors, Dtype.F32, Map.of("format", "pt"));
  }

  /**
   * Every value from a file that {@link #save} wrote for the same shapes.
   *
   * @throws org.aihf.UserError naming file and tensor; nothing is changed then
   */
  void restore(Path file) {
    try (Safetensors state = Safetensors.open(file)) {
      sets.forEach(
          (attribute, set) ->
              set.names()
                  .forEach(n -> state.requireShape(attribute + "." + n, set.shape(n).getShape())));
      sets.forEach(
          (attribute, set) -> set.names().forEach(n -> set.set(n, state, attribute + "." + n)));
    }
  }

  @Override
  public void close() {
    sets.values().forEach(ParameterSet::close);
  }
}
