package org.aihf.examples.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.run.recipe.RecipeWriter;

/**
 * What a study will do: every recipe is read and checked before anything runs.
 *
 * @param output gets a directory, a recipe and a log per run
 * @param data the directory that {@code dataCommands} make; empty if the recipe has none
 * @param dataCommands commands of {@code aihf}
 * @param threads that each run computes with
 */
public record StudyPlan(
    Path output, Path data, List<String> dataCommands, int threads, List<StudyRun> runs) {
  public StudyPlan {
    dataCommands = List.copyOf(dataCommands);
    runs = List.copyOf(runs);
  }

  /**
   * Reads a recipe with a {@code study:} section.
   *
   * @param settings {@code a.b=v}, the last word in every run
   * @param only beginnings of members' names; none for all
   * @throws org.aihf.UserError for a mistake in the study or in any run's recipe
   */
  public static StudyPlan of(
      Path recipe, List<String> settings, boolean quick, List<String> only, Path output) {
    StudyRecipe study =
        RecipeReader.of(StudyRecipe.class).readSection(recipe, StudyRecipe.KEY, settings);
    study.validate();
    refuseOwnKeys(settings);
    List<String> common = quick ? study.quick().set() : List.of();
    boolean control = RecipeReader.hasKey(recipe, settings, "environment");
    List<StudyRun> runs = new ArrayList<>();
    Path data = Path.of("");
    int threads = 1;
    for (StudyMember member : study.only(only).members()) {
      for (long seed : study.seeds()) {
        List<String> all = new ArrayList<>(common);
        all.addAll(member.set());
        all.addAll(settings);
        all.add("group=" + member.name());
        all.add("seed=" + seed);
        String name = member.slug() + "-seed-" + seed;
        if (control) {
          ControlRecipe resolved = read(ControlRecipe.class, recipe, all);
          resolved.validate();
          data = Path.of(resolved.data().directory());
          threads = resolved.engine().threads();
          runs.add(new StudyRun(member.name(), name, RecipeWriter.write(resolved), output));
        } else {
          TrainRecipe resolved = read(TrainRecipe.class, recipe, all);
          resolved.validate();
          threads = resolved.engine().threads();
          runs.add(new StudyRun(member.name(), name, RecipeWriter.write(resolved), output));
        }
      }
    }
    Path directory = data;
    List<String> commands =
        (quick && !study.quick().data().isEmpty() ? study.quick().data() : study.data())
            .stream().map(command -> command.replace("{data}", directory.toString())).toList();
    return new StudyPlan(output, data, commands, threads, runs);
  }

  /** Runs at a time that leave no core idle; one with all threads for runs that ask for those. */
  public int jobs() {
    int cores = Runtime.getRuntime().availableProcessors();
    return threads == 0 ? 1 : Math.max(1, Math.min(runs.size(), cores / threads));
  }

  private static void refuseOwnKeys(List<String> settings) {
    for (String setting : settings) {
      if (setting.matches("\\s*(seed|group)\\s*=.*")) {
        throw new UserError(
            "--set %s: a study gives its runs seed and group itself; say --set 'study.seeds=[1, 2]' or --only NAME"
                .formatted(setting));
      }
    }
  }

  private static <T> T read(Class<T> type, Path recipe, List<String> settings) {
    return RecipeReader.of(type).ignoring(StudyRecipe.KEY).read(recipe, settings);
  }
}
