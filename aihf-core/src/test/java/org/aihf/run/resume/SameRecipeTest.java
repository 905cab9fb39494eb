package org.aihf.run.resume;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.run.recipe.RecipeWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameRecipeTest {
  @TempDir Path run;

  record Section(int every) {}

  record Recipe(double rate, Section added, Section checkpoint) {
    static Recipe defaults() {
      return new Recipe(1, new Section(7), new Section(1));
    }
  }

  @BeforeEach
  void aRun() throws IOException {
    Files.writeString(run.resolve("manifest.json"), "{}");
  }

  @Test
  void keysThatAnEarlierVersionDidNotHaveStandAtTheirDefaults() throws IOException {
    began("rate: 2.0\ncheckpoint:\n  every: 1\n");
    assertThatCode(() -> require(2, 7, 1)).doesNotThrowAnyException();
    assertRefused(2, 8, "'added.every' was '7' and is now '8'");
  }

  @Test
  void whatARunDoesMayNotChangeHowOftenItSavesMay() throws IOException {
    began(RecipeWriter.write(new Recipe(2, new Section(7), new Section(1))));
    assertThatCode(() -> require(2, 7, 9)).doesNotThrowAnyException();
    assertRefused(3, 7, "'rate' was '2.0' and is now '3.0'");
  }

  @Test
  void keysThatThisVersionDoesNotHaveAreNamed() throws IOException {
    began("rate: 2.0\ngone: 5\nadded:\n  every: 7\n");
    assertRefused(2, 7, "'gone' was '5' and is now ''");
  }

  @Test
  void whereThereIsNoRunAnythingMayBegin() throws IOException {
    assertThatCode(() -> require(2, 7, 1)).doesNotThrowAnyException();
  }

  private void began(String config) throws IOException {
    Files.writeString(run.resolve("config.yaml"), config);
  }

  private void require(double rate, int added, int checkpoint) {
    Recipe recipe = new Recipe(rate, new Section(added), new Section(checkpoint));
    SameRecipe.require(Recipe.class, run, RecipeWriter.write(recipe));
  }

  private void assertRefused(double rate, int added, String change) {
    assertThatThrownBy(() -> require(rate, added, 1))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "cannot resume %s: %s; set it back or begin anew with --overwrite", run, change);
  }
}
