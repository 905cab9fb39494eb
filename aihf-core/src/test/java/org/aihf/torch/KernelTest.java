package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTest {
  private static final String SOURCE =
      """
        def bind(self, p: List[Tensor]) -> Tensor:
          self.weights = p
          return p[0]
        def scores(self, x: Tensor) -> Tensor:
          return (x @ self.weights[0]).sum(1)
        def accumulate(self, scores: Tensor, coefficients: Tensor) -> Tensor:
          scores.backward(coefficients)
          return scores
        def gradient(self) -> Tensor:
          g = self.weights[0].grad
          return unchecked_cast(Tensor, g)
      """;

  @Test
  void scoresGoOutWithTheirGraphAndCoefficientsComeBackAsGradients() {
    try (TorchRuntime runtime = TestDevice.open();
        Kernel kernel = Kernel.load(runtime, "test", SOURCE, List.of("weights"));
        NDManager scope = runtime.newScope()) {
      NDArray weight = scope.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
      weight.setRequiresGradient(true);
      kernel.call(scope, "bind", new NDList(Kernel.listItem(weight)));
      NDArray x = scope.create(new float[] {1, 0, 0, 1, 1, 1}, new Shape(3, 2));
      NDArray scores = kernel.callWithGraph(scope, "scores", new NDList(x)).get(0);
      assertThat(scores.toFloatArray()).containsExactly(3, 7, 10);
      NDArray coefficients = scope.create(new float[] {1, 10, 100});
      kernel.callWithGraph(scope, "accumulate", new NDList(scores, coefficients));
      NDArray gradient = kernel.call(scope, "gradient", new NDList()).get(0);
      assertThat(gradient.toFloatArray()).containsExactly(101, 101, 110, 110);
    }
  }
}
