package org.aihf.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.aihf.UserError;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.run.recipe.RecipeReader;

/**
 * A comparison: a common recipe and the methods that take part, in order.
 *
 * @param common settings of every entrant, {@code a.b=value}
 */
public record ContestRecipe(List<String> common, List<Entrant> entrants) {
  public ContestRecipe {
    common = List.copyOf(common);
    entrants = List.copyOf(entrants);
  }

  /** A recipe that ships with the command: {@code reviews.yaml}, ... */
  static ContestRecipe bundled(String name) {
    try (InputStream in = ContestRecipe.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no bundled contest " + name);
      }
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return RecipeReader.of(ContestRecipe.class).parse(name, yaml, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Only the entrants whose name begins with one of {@code names} (SFT stays: others start there);
   * all if none is given.
   */
  ContestRecipe only(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    List<Entrant> chosen =
        entrants.stream()
            .filter(e -> e.name().equals("SFT") || names.stream().anyMatch(e.name()::startsWith))
            .toList();
    for (String name : names) {
      if (entrants.stream().noneMatch(e -> e.name().startsWith(name))) {
        throw new UserError(
            "option --only is '%s'; it must be the beginning of one of: %s"
                .formatted(name, String.join(", ", entrants.stream().map(Entrant::name).toList())));
      }
    }
    return new ContestRecipe(common, chosen);
  }

  /** The recipe of one entrant; {@code more} has the last word. */
  TrainRecipe recipe(Entrant entrant, List<String> more) {
    List<String> settings = new java.util.ArrayList<>(common);
    settings.addAll(entrant.set());
    settings.addAll(more);
    return RecipeReader.of(TrainRecipe.class).parse(entrant.name(), "", settings);
  }
}
