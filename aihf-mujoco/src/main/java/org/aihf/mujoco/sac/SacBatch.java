package org.aihf.mujoco.sac;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.torch.TorchRuntime;

/**
 * A minibatch in direct buffers. On a processor {@code sac.py} reads them in place: filling them is
 * all there is to pass from Java. A card has arrays of its own, into which the kernel copies them.
 */
final class SacBatch implements AutoCloseable {
  private final int size;
  private final int observationSize;
  private final int actionSize;
  private final NDManager manager;
  private final NDManager host;
  private final List<NDArray> arrays = new ArrayList<>();
  private final List<NDArray> buffers = new ArrayList<>();
  private final FloatBuffer states;
  private final FloatBuffer pairs;
  private final FloatBuffer rewards;
  private final FloatBuffer discounts;
  private final FloatBuffer noise;

  /**
   * @param inPlace whether the kernel reads the buffers themselves
   */
  SacBatch(TorchRuntime runtime, int size, int observationSize, int actionSize, boolean inPlace) {
    this.size = size;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    manager = runtime.newScope();
    host = manager.newSubManager(Device.cpu());
    states = buffer(2 * size, observationSize);
    pairs = buffer(size, observationSize + actionSize);
    rewards = buffer(size);
    discounts = buffer(size);
    noise = buffer(2 * size, actionSize);
    for (NDArray buffer : buffers) {
      arrays.add(inPlace ? buffer : manager.zeros(buffer.getShape()));
    }
  }

  private FloatBuffer buffer(long... shape) {
    Shape extents = new Shape(shape);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(extents.size() * Float.BYTES))
            .order(ByteOrder.nativeOrder());
    buffers.add(host.create(bytes, extents, DataType.FLOAT32));
    return bytes.asFloatBuffer();
  }

  /** What the kernel computes with, in the order that {@code sac.py} states. */
  List<NDArray> arrays() {
    return arrays;
  }

  /** What Java fills, in the same order. */
  List<NDArray> buffers() {
    return buffers;
  }

  /** Everything but rewards and noise. */
  void fill(TransitionBatch transitions, double discount) {
    states.put(0, transitions.observations());
    states.put(size * observationSize, transitions.nextObservations());
    int row = observationSize + actionSize;
    for (int i = 0; i < size; i++) {
      pairs.put(i * row, transitions.observations(), i * observationSize, observationSize);
      pairs.put(i * row + observationSize, transitions.actions(), i * actionSize, actionSize);
      discounts.put(i, (float) discount * (1 - transitions.terminated()[i]));
    }
  }

  void fill(float[] labels, float[] drawn) {
    rewards.put(0, labels);
    noise.put(0, drawn);
  }

  @Override
  public void close() {
    manager.close();
  }
}
