package org.aihf.mujoco.sac;

import java.util.function.Supplier;
import org.aihf.mujoco.vector.Adam;

/** A network with its gradient and what Adam remembers of it. */
final class Trained<N extends VectorNetwork> {
  private static final String STEPS = "steps";

  private final String name;
  private final N network;
  private final N gradient;
  private final N first;
  private final N second;
  private int count;

  /**
   * @param name of its sets among {@link SacParameters}
   * @param zeros a network of its shape
   */
  Trained(String name, Supplier<N> zeros) {
    this.name = name;
    network = zeros.get();
    gradient = zeros.get();
    first = zeros.get();
    second = zeros.get();
  }

  N network() {
    return network;
  }

  N gradient() {
    return gradient;
  }

  void load(SacParameters parameters) {
    network.load(parameters.set(name));
    first.load(parameters.set(name + "_m"));
    second.load(parameters.set(name + "_v"));
    count = (int) parameters.set(STEPS).values(name)[0];
  }

  void store(SacParameters parameters) {
    network.store(parameters.set(name));
    first.store(parameters.set(name + "_m"));
    second.store(parameters.set(name + "_v"));
    parameters.set(STEPS).set(name, new float[] {count});
  }

  /** One step down the gradient. */
  void step(double rate) {
    count++;
    Adam.step(network.arrays(), gradient.arrays(), first.arrays(), second.arrays(), rate, count);
    network.changed();
  }
}
