package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParameterSetTest {
  private static final String SOURCE =
      """
        def bind(self, p: List[Tensor]) -> Tensor:
          self.weights = p
          return p[0]
        def scores(self, x: Tensor) -> Tensor:
          return x @ self.weights[0] + self.weights[1]
        def accumulate(self, scores: Tensor, coefficients: Tensor) -> Tensor:
          scores.backward(coefficients)
          return scores
      """;

  private TorchRuntime runtime;

  @BeforeEach
  void open() {
    runtime = TestDevice.open();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void keepsOrderShapesAndValues() {
    try (ParameterSet set = ParameterSet.trainable(runtime)) {
      set.add("b", new Shape(2, 2), new float[] {1, 2, 3, 4});
      set.addZeros("a", new Shape(3));
      set.add("adopted", runtime.newScope().create(new float[] {7}));
      assertThat(set.names()).containsExactly("b", "a", "adopted");
      assertThat(set.elementCount()).isEqualTo(8);
      assertThat(set.shape("b")).isEqualTo(new Shape(2, 2));
      assertThat(set.values("b")).containsExactly(1, 2, 3, 4);
      assertThat(set.values("b", 1, 3)).containsExactly(2, 3);
      assertThat(set.values("a")).containsExactly(0, 0, 0);
      assertThat(set.isTrainable("a")).isTrue();
      set.freeze(name -> name.equals("a"));
      assertThat(set.isTrainable("a")).isFalse();
      assertThat(set.isTrainable("b")).isTrue();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (ParameterSet set = ParameterSet.frozen(runtime)) {
      set.addZeros("a", new Shape(3));
      assertThatThrownBy(() -> set.addZeros("a", new Shape(3))).hasMessageContaining("'a' exists");
      assertThatThrownBy(() -> set.add("b", new Shape(3), new float[2]))
          .hasMessageContaining("needs 3 values, given 2");
      NDArray ints = runtime.manager().create(new Shape(1), DataType.INT64);
      assertThatThrownBy(() -> set.add("b", ints)).hasMessageContaining("FLOAT32");
      ints.close();
      assertThatThrownBy(() -> set.get("c")).hasMessageContaining("no parameter 'c'");
    }
  }

  @Test
  void theFrozenCopyStaysWhileTheOriginalMoves() {
    try (ParameterSet set = ParameterSet.trainable(runtime)) {
      set.add("w", new Shape(2), new float[] {1, 2});
      try (ParameterSet copy = set.frozenCopy();
          ParameterSet other = ParameterSet.frozen(runtime)) {
        other.add("w", new Shape(2), new float[] {5, 6});
        set.copyFrom(other);
        assertThat(set.values("w")).containsExactly(5, 6);
        assertThat(copy.values("w")).containsExactly(1, 2);
        assertThat(copy.isTrainable("w")).isFalse();
        other.addZeros("x", new Shape(1));
        assertThatThrownBy(() -> set.copyFrom(other)).hasMessageContaining("[w, x]");
      }
    }
  }

  @Test
  void slicesLargerArraysThanOneCopy() {
    float[] values = new float[NativeMemory.SLICE + 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (ParameterSet set = ParameterSet.frozen(runtime)) {
      set.add("w", new Shape(values.length), values);
      assertThat(set.values("w")).isEqualTo(values);
    }
  }

  @Test
  void gradientsAccumulateOverBackwardCallsAndClear() {
    try (ParameterSet set = ParameterSet.trainable(runtime);
        Kernel kernel = Kernel.load(runtime, "test", SOURCE, List.of("weights"));
        NDManager scope = runtime.newScope()) {
      set.add("w", new Shape(2), new float[] {1, 2});
      set.add("b", new Shape(1), new float[] {0.5f});
      kernel.call(scope, "bind", set.asList());
      assertThat(set.gradient("w")).isEmpty();
      for (int i = 0; i < 2; i++) {
        NDArray x = scope.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
        NDArray scores = kernel.callWithGraph(scope, "scores", new NDList(x)).get(0);
        assertThat(scores.toFloatArray()).containsExactly(1.5f, 2.5f);
        NDArray coefficients = scope.create(new float[] {10, 3});
        kernel.callWithGraph(scope, "accumulate", new NDList(scores, coefficients));
      }
      assertThat(set.gradient("w").orElseThrow()).containsExactly(20, 6);
      assertThat(set.gradient("b").orElseThrow()).containsExactly(26);
      set.clearGradients();
      assertThat(set.gradient("w").orElseThrow()).containsExactly(0, 0);
    }
  }
}
