package org.aihf.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.random.RandomStream;
import org.aihf.run.AtomicFiles;
import org.aihf.run.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spoiled recipes and data of control, and spoiled files of runs to be resumed: {@code train} works
 * or says in one sentence which file is wrong, and a run that it refuses stays there to be resumed.
 *
 * <p>Mutants and seed are set as for {@link HostileInputTest}; those of data and of runs, where
 * every mutant may train, are a third.
 */
class HostileRunTest {
  private static final int TRAINED_MUTANTS = Math.max(1, HostileInputTest.MUTANTS / 3);

  @TempDir static Path shared;
  private static ControlTask control;
  private static LanguageModelTask languageModel;

  @TempDir Path directory;

  @BeforeAll
  static void writeTasks() throws IOException {
    control = ControlTask.write(shared.resolve("control"));
    languageModel = LanguageModelTask.write(shared.resolve("language-model"));
  }

  private static Mutator mutator(String name) {
    return new Mutator(RandomStream.of(HostileInputTest.SEED).split(name));
  }

  @Test
  void aRecipeOfControl() throws IOException {
    Path recipe = directory.resolve("control.yaml");
    Path run = directory.resolve("run");
    Mutator mutator = mutator("control recipe");
    byte[] original = ControlTask.EVERY_SECTION.getBytes(UTF_8);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < HostileInputTest.MUTANTS; i++) {
      byte[] mutant = mutator.bytes(original);
      Files.write(recipe, mutant);
      // Its data do not exist: a recipe that passes every check ends there.
      CommandLineRun result = CommandLineRun.of("train", recipe, "--output", run, "--resume");
      String fault =
          Verdict.of(result, error -> error.contains("control.yaml") || error.contains("'"));
      if (result.code() != 0 && Files.exists(run)) {
        fault += " leaves a run";
      }
      collect(faults, fault, result, mutant);
      AtomicFiles.deleteRecursively(run);
    }
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demonstrations.npz", "comparisons.npz", "preferences.jsonl", "manifest.json"})
  void collectedData(String name) throws IOException {
    Path data = directory.resolve("data");
    copy(control.data(), data);
    Path run = directory.resolve("run");
    Path recipe = control.recipe(directory.resolve("control.yaml"), data);
    byte[] original = Files.readAllBytes(data.resolve(name));
    Mutator mutator = mutator(name);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < TRAINED_MUTANTS; i++) {
      byte[] mutant = name.endsWith(".npz") ? mutator.zip(original) : mutator.json(original);
      Files.write(data.resolve(name), mutant);
      CommandLineRun result = CommandLineRun.of("train", recipe, "--output", run);
      // Numbers that are read but do not train are told by what became of them.
      String fault =
          Verdict.of(result, error -> error.contains(name) || error.contains("not finite"));
      if (result.code() != 0 && Files.exists(run)) {
        fault += " leaves a run";
      }
      collect(faults, fault, result, mutant);
      AtomicFiles.deleteRecursively(run);
    }
    assertThat(faults).isEmpty();
  }

  /** What is spoiled of a run that stopped. */
  enum Part {
    /** Weights, moments, replay, counters, positions. */
    STATE {
      @Override
      boolean holds(Path file) {
        return file.startsWith(RunDirectory.STATE);
      }
    },
    /** Manifest, recipe, metrics. */
    RECORDS {
      @Override
      boolean holds(Path file) {
        return file.getNameCount() == 1 && file.toString().matches(".*\\.(json|jsonl|yaml)");
      }
    };

    abstract boolean holds(Path file);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void aControlRunToBeResumed(Part part) throws IOException {
    resumeSpoiled(control.stopped(), control.stoppedRecipe(), part);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void aLanguageModelsRunToBeResumed(Part part) throws IOException {
    resumeSpoiled(languageModel.stopped(), languageModel.recipe(), part);
  }

  private void resumeSpoiled(Path stopped, Path recipe, Part part) throws IOException {
    Path run = directory.resolve("run");
    List<Path> files;
    try (Stream<Path> all = Files.walk(stopped)) {
      files =
          all.filter(Files::isRegularFile)
              .map(stopped::relativize)
              .filter(part::holds)
              .sorted()
              .toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    Mutator mutator = mutator(recipe.getFileName() + " " + part);
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < TRAINED_MUTANTS; i++) {
      AtomicFiles.deleteRecursively(run);
      copy(stopped, run);
      Path file = mutator.anyOf(files);
      String name = file.getFileName().toString();
      byte[] original = Files.readAllBytes(run.resolve(file));
      byte[] mutant = name.endsWith(".json") ? mutator.json(original) : mutator.bytes(original);
      Files.write(run.resolve(file), mutant);
      CommandLineRun result = CommandLineRun.of("train", recipe, "--output", run, "--resume");
      String fault =
          Verdict.of(
              result,
              // Another recipe or another data file is told by what differs.
              error -> error.contains(name) || error.contains("cannot resume"));
      if (result.code() != 0 && part == Part.STATE && !Files.exists(run.resolve(file))) {
        fault += " loses the state";
      }
      collect(faults, fault.isEmpty() ? "" : file + " " + fault, result, mutant);
    }
    assertThat(faults).isEmpty();
  }

  /** Without a mistake the stopped runs go on to their ends: mutants fail for what was spoiled. */
  @Test
  void theStoppedRunsGoOn() throws IOException {
    Path run = directory.resolve("control");
    copy(control.stopped(), run);
    assertThat(train(control.stoppedRecipe(), run).code()).isZero();
    Path second = directory.resolve("language-model");
    copy(languageModel.stopped(), second);
    assertThat(train(languageModel.recipe(), second).code()).isZero();
  }

  private static CommandLineRun train(Path recipe, Path run) {
    return CommandLineRun.of("train", recipe, "--output", run, "--resume");
  }

  private static void collect(
      List<String> faults, String fault, CommandLineRun result, byte[] mutant) {
    if (!fault.isEmpty()) {
      faults.add(
          "%s, code %d%n%s%n%s"
              .formatted(fault, result.code(), result.err(), Mutator.shown(mutant)));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
