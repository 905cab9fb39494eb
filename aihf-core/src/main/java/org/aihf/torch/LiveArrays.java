package org.aihf.torch;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** Counts the native arrays that managers of this process hold; detached ones are in none. */
final class LiveArrays {
  private LiveArrays() {}

  static int count(NDManager any) {
    NDManager root = any;
    while (root.getParentManager() != null && root.getParentManager() != root) {
      root = root.getParentManager();
    }
    return below(root);
  }

  private static int below(NDManager manager) {
    int count = 0;
    for (Object resource : resources(manager).values()) {
      if (resource instanceof NDManager child) {
        count += below(child);
      } else if (resource instanceof NDArray) {
        count++;
      }
    }
    return count;
  }

  /** DJL shows a manager's arrays but not the managers below it. */
  private static Map<?, ?> resources(NDManager manager) {
    try {
      Field field = BaseNDManager.class.getDeclaredField("resources");
      field.setAccessible(true);
      return (Map<?, ?>) field.get(manager);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of DJL keeps its arrays elsewhere", e);
    }
  }
}
