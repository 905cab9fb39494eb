package org.aihf.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Accumulates any wanted gradient into a parameter through a real backward: ∇(w·x) = x. */
final class GradientFixture implements AutoCloseable {
  private static final String SOURCE =
      """
        def push(self, w: Tensor, x: Tensor) -> Tensor:
          y = (w * x).sum()
          y.backward()
          return y.detach()
      """;

  private final TorchRuntime runtime;
  private final ParameterSet parameters;
  private final Kernel kernel;

  GradientFixture(TorchRuntime runtime, ParameterSet parameters) {
    this.runtime = runtime;
    this.parameters = parameters;
    this.kernel = Kernel.load(runtime, "gradient", SOURCE, List.of());
  }

  void push(String name, float... gradient) {
    try (NDManager scope = runtime.newScope()) {
      NDArray x = scope.create(gradient, parameters.shape(name));
      NDArray w = Kernel.argument(parameters.get(name));
      kernel.callWithGraph(scope, "push", new NDList(w, x));
    }
  }

  @Override
  public void close() {
    kernel.close();
  }
}
