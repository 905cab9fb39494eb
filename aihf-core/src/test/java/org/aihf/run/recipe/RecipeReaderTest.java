package org.aihf.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeReaderTest {
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
  sealed interface Recipe permits Sft, AihfDpo {}

  enum Schedule {
    CONSTANT,
    LINEAR,
    WARM_COSINE
  }

  record Optimizer(double learningRate, int warmupSteps, Schedule schedule) {
    Optimizer {
      if (learningRate <= 0) {
        throw new IllegalArgumentException("learningRate must be above 0, not " + learningRate);
      }
    }

    static Optimizer defaults() {
      return new Optimizer(5e-5, 0, Schedule.LINEAR);
    }
  }

  sealed interface Estimator permits Remax, Rloo {}

  record Remax(boolean toGo) implements Estimator {
    static Remax defaults() {
      return new Remax(true);
    }
  }

  record Rloo(int samplesPerPrompt) implements Estimator {
    static Rloo defaults() {
      return new Rloo(4);
    }
  }

  record Sft(Path model, List<Path> data, Optimizer optimizer, @Nullable Integer maxLength)
      implements Recipe {}

  @JsonTypeName("aihf-dpo")
  record AihfDpo(
      String name,
      long seed,
      Optimizer optimizer,
      Estimator estimator,
      Map<String, Double> weights,
      boolean shuffle)
      implements Recipe {
    static AihfDpo defaults() {
      return new AihfDpo(
          "run", 1, new Optimizer(1e-6, 10, Schedule.CONSTANT), new Rloo(2), Map.of(), true);
    }
  }

  private final RecipeReader<Recipe> reader = RecipeReader.of(Recipe.class);

  private Recipe parse(String yaml, String... settings) {
    return reader.parse("r.yaml", yaml, Arrays.asList(settings));
  }

  @Test
  void readsARecordOfASealedInterface() {
    Recipe recipe =
        parse(
            """
            method: sft
            model: models/tiny
            data: [a.jsonl, b.jsonl]
            optimizer:
              learning_rate: 1e-4
              schedule: warm-cosine
            """);
    assertThat(recipe)
        .isEqualTo(
            new Sft(
                Path.of("models/tiny"),
                List.of(Path.of("a.jsonl"), Path.of("b.jsonl")),
                new Optimizer(1e-4, 0, Schedule.WARM_COSINE),
                null));
  }

  @Test
  void whatIsLeftOutComesFromTheEnclosingDefaults() {
    AihfDpo recipe = (AihfDpo) parse("method: aihf-dpo\noptimizer: {schedule: linear}\n");
    assertThat(recipe.optimizer()).isEqualTo(new Optimizer(1e-6, 10, Schedule.LINEAR));
    assertThat(recipe.estimator()).isEqualTo(new Rloo(2));
  }

  @Test
  void aVariantCanBeNamedAloneAndAnotherVariantHasItsOwnDefaults() {
    assertThat(((AihfDpo) parse("method: aihf-dpo\nestimator: remax")).estimator())
        .isEqualTo(new Remax(true));
    assertThat(
            ((AihfDpo) parse("method: aihf-dpo\nestimator: {samples_per_prompt: 8}")).estimator())
        .isEqualTo(new Rloo(8));
  }

  @Test
  void settingsOverrideAndAddInOrder() {
    AihfDpo recipe =
        (AihfDpo)
            parse(
                "method: aihf-dpo\nseed: 1\n",
                "seed=2",
                "seed=3",
                "optimizer.learning_rate=2e-3",
                "estimator={type: remax, to_go: false}",
                "weights.kl=0.5");
    assertThat(recipe.seed()).isEqualTo(3);
    assertThat(recipe.optimizer().learningRate()).isEqualTo(2e-3);
    assertThat(recipe.estimator()).isEqualTo(new Remax(false));
    assertThat(recipe.weights()).containsExactly(Map.entry("kl", 0.5));
  }

  @Test
  void settingsReachIntoLists() {
    Sft recipe =
        (Sft)
            parse(
                "method: sft\nmodel: m\ndata: [a, b]\noptimizer: {}\n",
                "data.1=c",
                "max_length=128");
    assertThat(recipe.data()).containsExactly(Path.of("a"), Path.of("c"));
    assertThat(recipe.maxLength()).isEqualTo(128);
  }

  @Test
  void theResolvedRecipeReadsBackEqual() {
    AihfDpo recipe =
        new AihfDpo(
            "null",
            Long.MAX_VALUE,
            new Optimizer(1.2345678901234567e-9, 3, Schedule.WARM_COSINE),
            new Remax(false),
            Map.of("a", 1e300, "b", Double.POSITIVE_INFINITY),
            false);
    String yaml = RecipeWriter.write(recipe);
    assertThat(parse(yaml)).isEqualTo(recipe);
    assertThat(RecipeWriter.write((Record) parse("method: aihf-dpo")))
        .isEqualTo(
            """
            method: aihf-dpo
            name: run
            seed: 1
            optimizer:
              learning_rate: 0.000001
              warmup_steps: 10
              schedule: constant
            estimator:
              type: rloo
              samples_per_prompt: 2
            weights: {}
            shuffle: true
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "optimizer: {lerning_rate: 1} | r.yaml:2: unknown key optimizer.lerning_rate; did you mean learning_rate?",
        "optimizer: {learningRate: 1} | r.yaml:2: unknown key optimizer.learningRate; did you mean learning_rate?",
        "zzz: 1 | r.yaml:2: unknown key zzz; known: method, name, seed, optimizer, estimator, weights, shuffle",
        "optimizer: {learning_rate: fast} | r.yaml:2: optimizer.learning_rate must be a number, not 'fast'",
        "optimizer: {learning_rate: -1} | r.yaml:2: optimizer.learning_rate must be above 0, not -1.0",
        "optimizer: 3 | r.yaml:2: optimizer must be a mapping of keys to values, not '3'",
        "optimizer: {schedule: cosine} | r.yaml:2: optimizer.schedule must be one of constant, linear, warm-cosine, not 'cosine'",
        "seed: 1.5 | r.yaml:2: seed must be a whole number that fits in 64 bits, not '1.5'",
        "seed: 99999999999999999999 | r.yaml:2: seed must be a whole number that fits in 64 bits, not '99999999999999999999'",
        "seed: [1] | r.yaml:2: seed must be a whole number, not a list",
        "shuffle: yes | r.yaml:2: shuffle must be true or false, not 'yes'",
        "weights: 4 | r.yaml:2: weights must be a mapping of keys to values, not '4'",
        "weights: {kl: x} | r.yaml:2: weights.kl must be a number, not 'x'",
        "estimator: remaks | r.yaml:2: unknown estimator.type 'remaks'; did you mean remax?",
        "estimator: {type: remax, samples_per_prompt: 4} | r.yaml:2: unknown key estimator.samples_per_prompt; known: type, to_go",
        "name: &a x\\nseed: *a | r.yaml:3: aliases and binary values are not read; write the value out",
      })
  void explainsWhatIsWrong(String line, String sentence) {
    assertThatThrownBy(() -> parse("method: aihf-dpo\n" + line.replace("\\n", "\n")))
        .isInstanceOf(UserError.class)
        .hasMessage(sentence);
  }

  @Test
  void namesMissingKeys() {
    assertThatThrownBy(() -> parse("method: sft\nmodel: m\n"))
        .isInstanceOf(UserError.class)
        .hasMessage("r.yaml:1: data is missing; give a list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | r.yaml: method must be one of sft, aihf-dpo",
        "method: | r.yaml:1: method must be one of sft, aihf-dpo",
        "method: spt | r.yaml:1: unknown method 'spt'; did you mean sft?",
        "method: [sft] | r.yaml:1: method must be one of sft, aihf-dpo",
        "[1] | r.yaml:1: a recipe must be a mapping of keys to values, not a list",
        "sft | r.yaml:1: a recipe must be a mapping of keys to values, not 'sft'",
      })
  void aRecipeMustNameAKnownMethod(String yaml, String sentence) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(UserError.class).hasMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"method: sft\n  bad: {", "a: b: c", "\t- x", "a: 1\na: 2\n", "%", "- [", "\u0000"})
  void brokenYamlIsOneSentenceWithALine(String yaml) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("r\\.yaml:\\d+: [^\n]+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed | --set seed: write a dotted key, '=' and a value, such as --set optimizer.learning_rate=1e-4",
        "=3 | --set =3: write a dotted key, '=' and a value, such as --set optimizer.learning_rate=1e-4",
        "seed=x | --set seed=x: seed must be a whole number, not 'x'",
        "sed=2 | --set sed=2: unknown key sed; did you mean seed?",
        "seed.x=2 | --set seed.x=2: seed is the value '7' in r.yaml:2 and has no keys of its own",
        "optimizer.rate=2 | --set optimizer.rate=2: unknown key optimizer.rate; did you mean learning_rate?",
        "optimizer.learning_rate=0 | --set optimizer.learning_rate=0: optimizer.learning_rate must be above 0, not 0.0",
        "seed=[1 | --set seed=[1: not valid YAML: while parsing a flow sequence",
      })
  void explainsABadSetting(String setting, String sentence) {
    assertThatThrownBy(() -> parse("method: aihf-dpo\nseed: 7\n", setting))
        .isInstanceOf(UserError.class)
        .hasMessage(sentence);
  }

  @Test
  void explainsABadListIndex() {
    assertThatThrownBy(() -> parse("method: sft\ndata: [a]", "data.7=b"))
        .isInstanceOf(UserError.class)
        .hasMessage("--set data.7=b: data is a list of 1; write an index from 0 to 0, not '7'");
  }

  @Test
  void explainsFilesThatCannotBeRecipes(@TempDir Path directory) throws IOException {
    Path missing = directory.resolve("none.yaml");
    assertThatThrownBy(() -> reader.read(missing, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot read %s: there is no such file; check the path", missing);
    assertThatThrownBy(() -> reader.read(directory, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageMatching("cannot read .+: Is a directory");
    Path binary = Files.write(directory.resolve("b.yaml"), new byte[] {(byte) 0xff, 0, 1});
    assertThatThrownBy(() -> reader.read(binary, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessage("%s is not text in UTF-8: not a recipe", binary);
    Path large = Files.write(directory.resolve("l.yaml"), new byte[2 << 20]);
    assertThatThrownBy(() -> reader.read(large, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessage("%s is larger than 1 MB: not a recipe", large);
    Path deep = Files.writeString(directory.resolve("d.yaml"), "[".repeat(5000));
    assertThatThrownBy(() -> reader.read(deep, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(".+:1: [^\n]+");
  }

  @Test
  void aTypeThatIsNoRecordIsAProgrammersMistake() {
    assertThatThrownBy(() -> RecipeReader.of(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("java.lang.String is neither a record nor a sealed interface of records");
  }
}
