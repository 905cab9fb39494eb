package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.aihf.examples.study.StudyPlan;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.TrainRecipe.Method;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.aihf.run.recipe.RecipeReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** recipes/ has one recipe per method, and each is whole. */
class RecipesTest {
  static List<Path> recipes() throws IOException {
    try (Stream<Path> files = Files.list(DocumentationFiles.ROOT.resolve("recipes"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void everyMethodHasOne() throws IOException {
    assertThat(recipes().stream().map(file -> file.getFileName().toString()))
        .containsAll(Arrays.stream(Method.values()).map(m -> m.label() + ".yaml").toList());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipeReadsAndNamesAllItsMethodNeeds(Path file) {
    TrainRecipe recipe = RecipeReader.of(TrainRecipe.class).read(file, List.of());
    recipe.validate();
    String algorithm = recipe.policy().algorithm().name().toLowerCase(Locale.ROOT);
    assertThat(file.getFileName().toString())
        .as("a recipe is called by its method, or by its algorithm where that is not the default")
        .isIn(recipe.method().label() + ".yaml", algorithm + ".yaml");
  }

  @Test
  void everyRecipeIsMentionedInTheDocuments() throws IOException {
    StringBuilder documents = new StringBuilder();
    for (Path file : DocumentationFiles.all()) {
      documents.append(Files.readString(file));
    }
    for (Path recipe : Stream.concat(recipes().stream(), controlRecipes().stream()).toList()) {
      assertThat(documents).contains(DocumentationFiles.ROOT.relativize(recipe).toString());
    }
  }

  static List<Path> controlRecipes() throws IOException {
    try (Stream<Path> files = Files.list(DocumentationFiles.ROOT.resolve("recipes/mujoco"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("controlRecipes")
  void aRecipeOfControlReadsAndNamesAllItsMethodNeeds(Path file) {
    assertThat(RecipeReader.hasKey(file, List.of(), "environment")).isTrue();
    if (RecipeReader.hasKey(file, List.of(), "study")) {
      int runs = file.endsWith("sac.yaml") ? 9 : 12;
      assertThat(StudyPlan.of(file, List.of(), false, List.of(), Path.of("runs")).runs())
          .hasSize(runs);
      assertThat(StudyPlan.of(file, List.of(), true, List.of(), Path.of("runs")).runs())
          .hasSize(runs);
    } else {
      RecipeReader.of(ControlRecipe.class).read(file, List.of()).validate();
    }
  }
}
