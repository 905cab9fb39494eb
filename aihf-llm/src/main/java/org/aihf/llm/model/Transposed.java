package org.aihf.llm.model;

import java.util.Arrays;
import java.util.List;
import org.aihf.torch.ParameterSet;
import org.aihf.torch.safetensors.TensorSource;
import org.jspecify.annotations.Nullable;

/** A matrix that files hold as {@code [in, out]} and memory as {@code [out, in]}. */
final class Transposed {
  private Transposed() {}

  /** From {@code [rows, columns]} to {@code [columns, rows]}, both row-major. */
  static float[] of(float[] values, int rows, int columns) {
    float[] result = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        result[c * rows + r] = values[r * columns + c];
      }
    }
    return result;
  }

  /** A parameter as files hold it; read from the first slice to the last. */
  static TensorSource source(ParameterSet parameters, Weight weight) {
    int rows = Math.toIntExact(weight.shape().get(0));
    int columns = Math.toIntExact(weight.shape().get(1));
    return new TensorSource(
        weight.name(),
        List.of((long) columns, (long) rows),
        new TensorSource.Slices() {
          /** Held from the first slice to the last only. */
          private float @Nullable [] stored;

          @Override
          public float[] read(long from, long to) {
            float[] all = stored;
            if (all == null) {
              all = of(parameters.values(weight.name()), rows, columns);
            }
            stored = to == all.length ? null : all;
            return Arrays.copyOfRange(all, (int) from, (int) to);
          }
        });
  }
}
