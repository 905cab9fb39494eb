package org.aihf.llm.model;

import java.util.ArrayList;
import java.util.List;

/** The tensors of a backbone in the order in which its kernel binds them. */
final class WeightList {
  private final List<Weight> weights = new ArrayList<>();

  WeightList(Weight embedding) {
    weights.add(embedding);
  }

  void add(Weight weight) {
    weights.add(weight);
  }

  void scale(String name, int size) {
    add(Weight.scale(name + ".weight", size));
  }

  void norm(String name, int size) {
    scale(name, size);
    add(Weight.bias(true, name + ".bias", size));
  }

  void linear(String name, long out, long in, boolean bias) {
    add(Weight.matrix(name + ".weight", out, in));
    add(Weight.bias(bias, name + ".bias", out));
  }

  void conv1d(String name, long out, long in) {
    add(Weight.conv1d(name + ".weight", out, in));
    add(Weight.bias(true, name + ".bias", out));
  }

  List<Weight> all() {
    return List.copyOf(weights);
  }
}
