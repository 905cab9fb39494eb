package org.aihf.llm;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;
import org.aihf.torch.TorchRuntime;

/** Counts what a runtime holds, scopes that nobody closed included. */
final class NativeArrays {
  private NativeArrays() {}

  static int count(TorchRuntime runtime) {
    return count(runtime.manager());
  }

  private static int count(NDManager manager) {
    int count = 0;
    for (Object resource : resources(manager).values()) {
      if (resource instanceof NDArray) {
        count++;
      } else if (resource instanceof NDManager scope) {
        count += 1 + count(scope);
      }
    }
    return count;
  }

  private static Map<?, ?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(manager);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
