package org.aihf.mujoco.env;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named numbers that come with a step, in a fixed order: reward terms, positions, statistics. */
public final class Info {
  private static final Info EMPTY = new Info(List.of(), new double[0]);

  private final List<String> names;
  private final double[] values;

  private Info(List<String> names, double[] values) {
    this.names = names;
    this.values = values;
  }

  public static Info empty() {
    return EMPTY;
  }

  /**
   * @param names shared, not copied: pass a constant {@link List#of}
   * @throws IllegalArgumentException when there are not as many values as names
   */
  public static Info of(List<String> names, double... values) {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(values.length + " values for the names " + names);
    }
    return new Info(names, values);
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  /**
   * @throws IllegalArgumentException when there is no such name
   */
  public double get(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("info has no '" + name + "', only " + names);
    }
    return values[index];
  }

  /** This information and one number more, which replaces one of the same name. */
  public Info with(String name, double value) {
    int index = names.indexOf(name);
    if (index >= 0) {
      double[] replaced = values.clone();
      replaced[index] = value;
      return new Info(names, replaced);
    }
    String[] more = names.toArray(new String[names.size() + 1]);
    more[names.size()] = name;
    double[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = value;
    return new Info(List.of(more), longer);
  }

  /** In order. */
  public Map<String, Double> asMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put(names.get(i), values[i]);
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Info info
        && names.equals(info.names)
        && Arrays.equals(values, info.values);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
