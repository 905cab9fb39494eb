package org.aihf.examples.study;

import java.util.List;

/**
 * The study in minutes.
 *
 * @param set what all its recipes change, {@code a.b=value}; their own data directory too
 * @param data commands instead of the study's own {@code data}; empty: those
 */
public record StudyQuick(List<String> set, List<String> data) {
  public StudyQuick {
    set = List.copyOf(set);
    data = List.copyOf(data);
  }

  static StudyQuick defaults() {
    return new StudyQuick(List.of(), List.of());
  }
}
