package org.aihf.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AihfCommandTest {
  @TempDir Path directory;

  @Test
  void aloneItShowsWhatItCanDo() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: aihf", "quickstart", "train", "score", "generate", "evaluate", "report")
        .contains("paper", "bench", "doctor", "test", "Exit codes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "train",
        "score",
        "generate",
        "evaluate",
        "report",
        "paper",
        "bench"
      })
  void everyCommandHasHelp(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Usage: aihf " + command);
  }

  @Test
  void versionIsTheBuilds() {
    assertThat(CommandLineRun.of("--version").out()).matches("aihf \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scor | aihf: unknown command 'scor'; did you mean score; see ./aihf --help",
        "--versoin | aihf: unknown option '--versoin'; did you mean --version; see ./aihf --help",
        "score --modle=x | aihf score: unknown option '--modle'; did you mean --model; see ./aihf score --help",
        "score --model m | aihf score: missing required options: '--input=F.jsonl', '--output=F.jsonl'; see ./aihf score --help",
        "generate --model m --input i --output o --max-new-tokens many | aihf generate: invalid value for option '--max-new-tokens': 'many' is not a whole number; see ./aihf generate --help",
        "report --output | aihf report: missing required parameter for option '--output' (F.html); see ./aihf report --help",
        "report | aihf report: missing required parameter: 'RUN_DIR'; see ./aihf report --help",
        "mujoco | aihf mujoco: missing required subcommand; see ./aihf mujoco --help",
        "bench sac --repeat 0 | aihf: --steps and --repeat must be at least 1, not 3000 and 0",
        "doctor now | aihf doctor: unknown argument 'now'; see ./aihf doctor --help",
      })
  void aMistypedCommandLineIsExplainedInOneLine(String line, String sentence) {
    CommandLineRun run = CommandLineRun.of((Object[]) line.split(" "));
    assertThat(run.err()).isEqualTo(sentence);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aMistakeOfTheUserIsOneSentenceAndAStackTraceOnlyOnRequest() {
    Path missing = directory.resolve("none");
    String sentence =
        "aihf: cannot read %s: there is no such directory; check the path".formatted(missing);
    CommandLineRun run = CommandLineRun.of("report", missing);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).isEqualTo(sentence);
    CommandLineRun traced = CommandLineRun.of("report", missing, "--stacktrace");
    assertThat(traced.code()).isEqualTo(2);
    assertThat(traced.err()).startsWith(sentence).contains("\tat org.aihf");
  }

  @Test
  void generateRefusesOptionsThatMakeNoSense() throws IOException {
    Path input = Files.writeString(directory.resolve("in.jsonl"), "{\"prompt\":\"x\"}\n");
    assertRefused(
        "option --temperature is 0.0; it must be above 0; for the most likely token use --greedy",
        generate(input, "--temperature", "0"));
    assertRefused(
        "option --top-p is 1.5; it must be above 0 and at most 1",
        generate(input, "--top-p", "1.5"));
    assertRefused(
        "option --top-k is -1; it must be 0 (all tokens) or more", generate(input, "--top-k=-1"));
    assertRefused(
        "option --samples-per-prompt is 0; it must be at least 1",
        generate(input, "--samples-per-prompt", "0"));
  }

  @Test
  void scoreNamesFileLineAndField() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("in.jsonl"),
            "{\"prompt\":\"x\",\"completion\":\"y\"}\n{\"prompt\":\"x\"}\n");
    assertRefused(
        input
            + " line 2: field 'completion' is missing; it must be a text in quotes (the line has 'prompt')",
        CommandLineRun.of("score", "--model", directory, "--input", input, "--output", "o"));
  }

  @Test
  void modelDirectoriesAreChecked() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("in.jsonl"), "{\"prompt\":\"x\",\"completion\":\"y\"}\n");
    Path none = directory.resolve("none");
    String kind =
        "; --model takes a Hugging Face directory with config.json, model.safetensors and tokenizer.json";
    assertRefused(
        "cannot read %s: there is no such directory; check --model".formatted(none),
        CommandLineRun.of("score", "--model", none, "--input", input, "--output", "o"));
    assertRefused(
        input + " is a file" + kind,
        CommandLineRun.of("score", "--model", input, "--input", input, "--output", "o"));
    assertRefused(
        directory + " has no config.json" + kind,
        CommandLineRun.of("score", "--model", directory, "--input", input, "--output", "o"));
    Path config = Files.writeString(directory.resolve("config.json"), "{");
    assertRefused(
        config + ": not valid JSON at line 1",
        CommandLineRun.of("score", "--model", directory, "--input", input, "--output", "o"));
    Files.writeString(config, "{\"architectures\":[\"LlamaForSequenceClassification\"]}");
    assertRefused(
        directory + " is a sequence classifier; --model takes a causal language model here",
        CommandLineRun.of(
            "generate",
            "--model",
            directory,
            "--input",
            input,
            "--output",
            "o",
            "--max-new-tokens",
            1));
  }

  @Test
  void trainExplainsItsRecipe() throws IOException {
    Path recipe = directory.resolve("r.yaml");
    assertRefused(
        "cannot read %s: there is no such file; check the path".formatted(recipe),
        CommandLineRun.of("train", recipe));
    Files.writeString(recipe, "method: sft\nmodl: x\n");
    assertRefused(
        recipe + ":2: unknown key modl; did you mean model?", CommandLineRun.of("train", recipe));
    Files.writeString(recipe, "method: sfft\n");
    assertRefused(
        recipe
            + ":1: method must be one of sft, reward, rlhf, align, aihf, dpo, aihf-dpo, kto, self-play, not 'sfft'",
        CommandLineRun.of("train", recipe));
    Files.writeString(recipe, "method: sft\n");
    assertRefused(
        "--set seed=x: seed must be a whole number, not 'x'",
        CommandLineRun.of("train", recipe, "--set", "seed=x"));
    assertThat(CommandLineRun.of("train", recipe).err())
        .startsWith("aihf: method 'sft' needs 'model'");
  }

  private CommandLineRun generate(Path input, Object... options) {
    Object[] all = new Object[9 + options.length];
    Object[] common = {
      "generate", "--model", directory, "--input", input, "--output", "o", "--max-new-tokens", 4
    };
    System.arraycopy(common, 0, all, 0, 9);
    System.arraycopy(options, 0, all, 9, options.length);
    return CommandLineRun.of(all);
  }

  private static void assertRefused(String sentence, CommandLineRun run) {
    assertThat(run.err()).isEqualTo("aihf: " + sentence);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
