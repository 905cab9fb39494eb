package org.aihf.examples.quickstart;

import java.util.List;
import java.util.Locale;

/**
 * One method of a contest.
 *
 * @param name how tables and directories call it, such as "AIHF from base"
 * @param start where the policy starts
 * @param reference π⁰: what its KL is to
 * @param oracle whether the policy is aligned to the true reward itself
 * @param set what its recipe changes in the contest's common one, {@code a.b=value}
 */
public record Entrant(String name, Start start, Start reference, boolean oracle, List<String> set) {
  /** A model that policies start from. */
  public enum Start {
    BASE,
    SFT
  }

  public Entrant {
    set = List.copyOf(set);
  }

  static Entrant defaults() {
    return new Entrant("", Start.BASE, Start.BASE, false, List.of());
  }

  /** The name as a directory. */
  String slug() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
