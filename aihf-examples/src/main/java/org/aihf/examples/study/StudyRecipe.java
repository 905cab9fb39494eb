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
public record StudyRecipe(
    List<Long> seeds, List<StudyMember> members, List<String> data, StudyQuick quick) {
  /** Where in a recipe it stands. */
  public static final String KEY = "study";

  public StudyRecipe {
    seeds = List.copyOf(seeds);
    members = List.copyOf(members);
    data = List.copyOf(data);
  }

  static StudyRecipe defaults() {
    return new StudyRecipe(List.of(1L, 2L, 3L), List.of(), List.of(), StudyQuick.defaults());
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
        members.stream().map(StudyMember::slug).distinct().count() == members.size(),
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
                .formatted(
                    name, String.join(", ", members.stream().map(StudyMember::name).toList())));
      }
    }
    List<StudyMember> chosen =
        members.stream()
            .filter(m -> names.isEmpty() || names.stream().anyMatch(m.name()::startsWith))
            .toList();
    return new StudyRecipe(seeds, chosen, data, quick);
  }
}
