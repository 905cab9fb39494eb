package org.aihf.examples.study;

import java.util.List;
import java.util.Locale;

/**
 * One method of a study.
 *
 * @param name the group its seeds have in the report
 * @param set what its recipe changes in the common one, {@code a.b=value}
 */
public record StudyMember(String name, List<String> set) {
  public StudyMember {
    set = List.copyOf(set);
  }

  static StudyMember defaults() {
    return new StudyMember("", List.of());
  }

  /** The name as a directory. */
  String slug() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
