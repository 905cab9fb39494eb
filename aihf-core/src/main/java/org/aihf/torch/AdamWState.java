package org.aihf.torch;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.aihf.torch.safetensors.TensorSource;

/**
 * The optimiser's file: {@code NAME.exp_avg}, {@code NAME.exp_avg_sq} and {@code NAME.step}
 * (PyTorch's names) for each parameter, the number of steps in the metadata.
 */
final class AdamWState {
  private static final String STEP_COUNT = "step_count";

  private AdamWState() {}

  static void save(AdamW optimizer, Path file) {
    List<String> names = optimizer.names();
    NativeMemory memory = optimizer.parameters().runtime().memory();
    float[] counts = memory.read(optimizer.updateCounts(), 0, names.size());
    List<TensorSource> tensors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      tensors.add(optimizer.firstMoments().tensor(name, firstMoment(name)));
      tensors.add(optimizer.secondMoments().tensor(name, secondMoment(name)));
      tensors.add(TensorSource.of(count(name), new float[] {counts[i]}));
    }
    String stepCount = Long.toString(optimizer.stepCount());
    SafetensorsWriter.write(
        file, tensors, Dtype.F32, Map.of("format", "pt", STEP_COUNT, stepCount));
  }

  static void restore(AdamW optimizer, Path file) {
    try (Safetensors state = Safetensors.open(file)) {
      List<String> names = optimizer.names();
      long stepCount = checkedStepCount(state, file);
      check(optimizer, state, file);
      float[] counts = new float[names.size()];
      for (int i = 0; i < counts.length; i++) {
        String name = names.get(i);
        counts[i] = state.floats(count(name))[0];
        optimizer.firstMoments().set(name, state, firstMoment(name));
        optimizer.secondMoments().set(name, state, secondMoment(name));
      }
      NativeMemory memory = optimizer.parameters().runtime().memory();
      memory.write(optimizer.updateCounts(), counts);
      optimizer.resumeAt(stepCount);
    }
  }

  private static void check(AdamW optimizer, Safetensors state, Path file) {
    List<String> names = optimizer.names();
    for (String name : names) {
      Shape shape = optimizer.parameters().shape(name);
      state.requireShape(firstMoment(name), shape.getShape());
      state.requireShape(secondMoment(name), shape.getShape());
      state.requireShape(count(name));
    }
    if (state.names().size() != 3 * names.size()) {
      throw new UserError(
          "%s: holds %d tensors, an optimiser of these %d parameters has %d: it belongs to another model"
              .formatted(file, state.names().size(), names.size(), 3 * names.size()));
    }
  }

  private static long checkedStepCount(Safetensors state, Path file) {
    String text = state.metadata().getOrDefault(STEP_COUNT, "");
    if (!text.matches("\\d{1,18}")) {
      throw new UserError(
          "%s: metadata %s is '%s', not a number: this is no optimiser's state"
              .formatted(file, STEP_COUNT, text));
    }
    return Long.parseLong(text);
  }

  private static String firstMoment(String name) {
    return name + ".exp_avg";
  }

  private static String secondMoment(String name) {
    return name + ".exp_avg_sq";
  }

  private static String count(String name) {
    return name + ".step";
  }
}
