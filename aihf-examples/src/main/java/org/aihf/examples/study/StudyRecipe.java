package org.aihf.examples.study;

import java.util.List;
import org.aihf.UserError;

/**
 * The {@code study:} section of a recipe: who takes part. The rest of the recipe is what they have
 * in common.
 *
 * @param seeds every member runs once with each
 * @param members the methods, in the order of the report
 * @param data commands of {@code aihf} that make the recipe's {@code data.directory} where there is
 *     none; {@code {data}} in them stands for that directory
 * @param quick what {@code --quick} changes
 */
public record StudyRecipe(List<Long> seeds, List<Member> members, List<String> data, Quick quick) {
  /** Where in a recipe it stands. */
  public static final String KEY = "study";

  public StudyRecipe {
    seeds = List.copyOf(seeds);
    members = List.copyOf(members);
    data = List.copyOf(data);
  }

  /**
   * One method of a study.
   *
   * @param name the group its seeds have in the report
   * @param set what its recipe changes in the common one, {@code a.b=value}
   */
  public record Member(String name, List<String> set) {
    public Member {
      set = List.copyOf(set);
    }

    static Member defaults() {
      return new Member("", List.of());
    }

    /** The name as a directory. */
    String slug() {
      return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
  }

  /**
   * The study in minutes.
   *
   * @param set what all its recipes change, {@code a.b=value}; their own data directory too
   * @param data as the study's own {@code data}, which it stands for; empty: that
   */
  public record Quick(List<String> set, List<String> data) {
    public Quick {
      set = List.copyOf(set);
      data = List.copyOf(data);
    }

    static Quick defaults() {
      return new Quick(List.of(), List.of());
    }
  }

  static StudyRecipe defaults() {
    return new StudyRecipe(List.of(1L, 2L, 3L), List.of(), List.of(), Quick.defaults());
  }

  /**
   * @throws UserError naming what is missing or stands twice
   */
  void validate() {
    require(!seeds.isEmpty(), "seeds", "at least one");
    require(!members.isEmpty(), "members", "a list of {name: ..., set: [a.b=value, ...]}");
    require(seeds.stream().distinct().count() == seeds.size(), "seeds", "each seed once");
    require(
        members.stream().allMatch(member -> member.slug().matches(".*[a-z0-9].*")),
        "members",
        "a name for each");
    require(
        members.stream().map(Member::slug).distinct().count() == members.size(),
        "members",
        "a different name for each");
  }

  private static void require(boolean met, String key, String what) {
    if (!met) {
      throw new UserError("option '%s.%s' needs %s".formatted(KEY, key, what));
    }
  }

  /** Only the members whose name begins with one of {@code names}; all if none is given. */
  StudyRecipe only(List<String> names) {
    for (String name : names) {
      if (members.stream().noneMatch(member -> member.name().startsWith(name))) {
        throw new UserError(
            "option --only is '%s'; it must be the beginning of one of: %s"
                .formatted(name, String.join(", ", members.stream().map(Member::name).toList())));
      }
    }
    List<Member> chosen =
        members.stream()
            .filter(m -> names.isEmpty() || names.stream().anyMatch(m.name()::startsWith))
            .toList();
    return new StudyRecipe(seeds, chosen, data, quick);
  }
}
