package org.aihf.run.resume;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.aihf.UserError;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunOnDisk;
import org.aihf.run.recipe.RecipeDifference;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.run.recipe.RecipeWriter;

/** What a resumed run does must be what it began with; how often it saves may change. */
public final class SameRecipe {
  private SameRecipe() {}

  /**
   * Compares a recipe with that of the run in a directory, if there is one. Keys that the version
   * which began the run did not have stand at their defaults.
   *
   * @param config the recipe, resolved
   * @throws UserError naming the first key that has changed
   */
  public static <T extends Record> void require(Class<T> type, Path output, String config) {
    new RunOnDisk(output)
        .config()
        .map(before -> completed(type, before))
        .flatMap(before -> RecipeDifference.between(before, config, Set.of("checkpoint")))
        .ifPresent(
            change -> {
              throw new UserError(
                  "cannot resume %s: '%s' was '%s' and is now '%s'; set it back or begin anew with --overwrite"
                      .formatted(output, change.key(), change.before(), change.after()));
            });
  }

  private static <T extends Record> String completed(Class<T> type, String before) {
    try {
      return RecipeWriter.write(
          RecipeReader.of(type).parse(RunDirectory.CONFIG, before, List.of()));
    } catch (UserError e) {
      // Not this version's keys: the comparison says which.
      return before;
    }
  }
}
