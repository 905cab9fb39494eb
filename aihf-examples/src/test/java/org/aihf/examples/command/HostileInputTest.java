package org.aihf.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.examples.docs.TinyTask;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Spoiled files and options, given to the command line: it works, or says in one sentence which
 * file or option is wrong; never a stack trace, a crash or half an output.
 *
 * <p>{@code -Daihf.hostile.mutants=N} tries N mutants of each target (300: some 3,000 in all),
 * {@code -Daihf.hostile.seed=S} others.
 */
class HostileInputTest {
  static final int MUTANTS = Integer.getInteger("aihf.hostile.mutants", 30);
  static final long SEED = Long.getLong("aihf.hostile.seed", 1);
  private static final String OLD_OUTPUT = "{\"old\":true}\n";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private Path model;
  private Path output;
  private TinyTask task;

  @BeforeEach
  void writeFilesWithoutMistake() throws IOException {
    task = TinyTask.write(directory.resolve("task"), 1);
    model = task.model();
    output = Files.createDirectory(directory.resolve("out")).resolve("out.jsonl");
    Files.writeString(
        directory.resolve("in.jsonl"),
        "{\"prompt\":\"the film\",\"completion\":\" was superb\"}\n");
  }

  /** What is spoiled. */
  enum Target {
    CONFIG("config.json") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    TOKENIZER("tokenizer.json") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    BYTE_LEVEL_TOKENIZER("tokenizer.json") {
      @Override
      byte[] original(HostileInputTest files) {
        return BYTE_LEVEL.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    TOKENIZER_CONFIG("tokenizer_config.json") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    GENERATION_CONFIG("generation_config.json") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    /** The header stays as long as it says, so that its JSON is what is wrong. */
    TENSOR_HEADER("model.safetensors") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        int length = (int) ByteBuffer.wrap(original).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] header = mutator.json(Arrays.copyOfRange(original, 8, 8 + length));
        byte[] data = Arrays.copyOfRange(original, 8 + length, original.length);
        return ByteBuffer.allocate(8 + header.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .put(data)
            .array();
      }
    },
    TENSOR_BYTES("model.safetensors"),
    /** Only data: weights of any size, NaN and infinity among them. */
    TENSOR_DATA("model.safetensors") {
      @Override
      byte[] mutant(Mutator mutator, byte[] original) {
        return mutator.data(original, original.length / 2);
      }

      @Override
      List<Object> command(HostileInputTest files) {
        return files.command("score");
      }
    },
    TENSOR_INDEX("model.safetensors.index.json") {
      @Override
      byte[] original(HostileInputTest files) throws IOException {
        Path single = files.model.resolve("model.safetensors");
        if (Files.exists(single)) {
          Files.move(single, files.model.resolve("part.safetensors"));
        }
        StringBuilder map = new StringBuilder();
        byte[] bytes = Files.readAllBytes(files.model.resolve("part.safetensors"));
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JSON.readTree(bytes, 8, length)
            .fieldNames()
            .forEachRemaining(
                name -> map.append(",\"").append(name).append("\":\"part.safetensors\""));
        String entries = map.substring(1).replaceFirst("\"__metadata__\":[^,]*,", "");
        return ("{\"metadata\":{\"total_size\":1},\"weight_map\":{" + entries + "}}")
            .getBytes(StandardCharsets.UTF_8);
      }

      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }
    },
    ROWS("in.jsonl") {
      @Override
      Path file(HostileInputTest files) {
        return files.directory.resolve("in.jsonl");
      }

      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }

      @Override
      List<Object> command(HostileInputTest files) {
        return files.command("score");
      }
    },
    /** Its models do not exist: a recipe that passes every check ends there. */
    RECIPE("recipe.yaml") {
      @Override
      Path file(HostileInputTest files) {
        return files.directory.resolve("recipe.yaml");
      }

      @Override
      byte[] original(HostileInputTest files) {
        return YAML.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      List<Object> command(HostileInputTest files) {
        return List.of(
            "train", file(files), "--output", files.output.resolveSibling("run"), "--resume");
      }

      @Override
      boolean names(String error, Mutation mutation) {
        // What a value means is said by key; where it is written, by file and line.
        return error.contains("recipe.yaml") || error.contains("'");
      }
    },
    RUN("manifest.json") {
      @Override
      Path file(HostileInputTest files) {
        return files.directory.resolve("run/manifest.json");
      }

      @Override
      byte[] original(HostileInputTest files) {
        return MANIFEST.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      byte[] mutant(Mutator mutator, byte[] original) throws IOException {
        return mutator.json(original);
      }

      @Override
      List<Object> command(HostileInputTest files) {
        return List.of("report", files.directory.resolve("run"), "--output", files.output);
      }
    },
    METRICS("metrics.jsonl") {
      @Override
      Path file(HostileInputTest files) throws IOException {
        Path run = Files.createDirectories(files.directory.resolve("run"));
        Files.writeString(run.resolve("manifest.json"), MANIFEST);
        return run.resolve("metrics.jsonl");
      }

      @Override
      byte[] original(HostileInputTest files) {
        return "{\"step\":1,\"time\":0.5,\"eval/kl\":0.1,\"eval/true_reward\":1.5,\"loss\":2}\n"
            .getBytes(StandardCharsets.UTF_8);
      }

      @Override
      List<Object> command(HostileInputTest files) {
        return List.of("report", files.directory.resolve("run"), "--output", files.output);
      }
    },
    OPTIONS("") {
      @Override
      Mutation prepare(HostileInputTest files, Mutator mutator) {
        List<Object> words = new ArrayList<>(files.command(mutator.anyOf(COMMANDS)));
        String option = mutator.anyOf(VALUED);
        String value = mutator.anyOf(Mutator.HOSTILE_VALUES).replace("\"", "");
        words.add(mutator.anyOf(List.of(option + "=" + value, value, option)));
        return new Mutation(option, words, String.valueOf(words).getBytes(StandardCharsets.UTF_8));
      }

      @Override
      boolean names(String error, Mutation mutation) {
        return error.contains(mutation.culprit().substring(2))
            || error.contains("unknown option '")
            || error.contains("argument")
            || error.contains("in.jsonl");
      }
    };

    private final String name;

    Target(String name) {
      this.name = name;
    }

    Path file(HostileInputTest files) throws IOException {
      return files.model.resolve(name);
    }

    byte[] original(HostileInputTest files) throws IOException {
      return Files.readAllBytes(file(files));
    }

    byte[] mutant(Mutator mutator, byte[] original) throws IOException {
      return mutator.bytes(original);
    }

    List<Object> command(HostileInputTest files) {
      return files.command("generate");
    }

    Mutation prepare(HostileInputTest files, Mutator mutator) throws IOException {
      Path file = file(files);
      Files.createDirectories(file.getParent());
      Path kept = files.directory.resolve("original-" + name());
      if (!Files.exists(kept)) {
        Files.write(kept, original(files));
      }
      byte[] mutant = mutant(mutator, Files.readAllBytes(kept));
      Files.write(file, mutant);
      return new Mutation(file.getFileName().toString(), command(files), mutant);
    }

    boolean names(String error, Mutation mutation) {
      return error.contains(mutation.culprit()) || error.contains("model");
    }
  }

  private record Mutation(String culprit, List<Object> command, byte[] content) {}

  @ParameterizedTest
  @EnumSource(Target.class)
  void itWorksOrItIsOneSentence(Target target) throws IOException {
    Mutator mutator = new Mutator(RandomStream.of(SEED).split(target.name()));
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < MUTANTS; i++) {
      Files.writeString(output, OLD_OUTPUT);
      Mutation mutation = target.prepare(this, mutator);
      CommandLineRun run;
      try {
        run = CommandLineRun.of(mutation.command().toArray());
      } catch (Throwable e) { // an Error would end the process
        faults.add("%s: %s%n%s".formatted(target, e, Mutator.shown(mutation.content())));
        continue;
      }
      String fault = fault(target, mutation, run);
      if (!fault.isEmpty()) {
        faults.add(
            "%s mutant %d %s: code %d%n%s%n%s"
                .formatted(
                    target, i, fault, run.code(), run.err(), Mutator.shown(mutation.content())));
      }
    }
    assertThat(faults).isEmpty();
  }

  private String fault(Target target, Mutation mutation, CommandLineRun run) throws IOException {
    String written = Files.readString(output);
    try (Stream<Path> files = Files.list(output.getParent())) {
      List<Path> others = files.filter(file -> !file.equals(output)).toList();
      if (!others.isEmpty()) {
        return "leaves " + others;
      }
    }
    String fault = Verdict.of(run, error -> target.names(error, mutation));
    if (!fault.isEmpty() || run.code() == 0) {
      return fault;
    }
    return written.equals(OLD_OUTPUT) ? "" : "changes the old output";
  }

  private List<Object> command(String name) {
    List<Object> words =
        new ArrayList<>(List.of(name, "--model", model, "--input", directory.resolve("in.jsonl")));
    words.addAll(List.of("--output", output, "--threads", 1));
    if (name.equals("generate")) {
      words.addAll(List.of("--max-new-tokens", 2));
    }
    return words;
  }

  private static final List<String> COMMANDS = List.of("generate", "score", "evaluate");

  private static final List<String> VALUED =
      List.of(
          "--model",
          "--input",
          "--temperature",
          "--top-k",
          "--top-p",
          "--samples-per-prompt",
          "--max-new-tokens",
          "--seed",
          "--threads",
          "--device",
          "--judge",
          "--reference",
          "--reward-model");

  private static final String MANIFEST =
      "{\"method\":\"aihf\",\"group\":\"AIHF\",\"seed\":1,\"command\":\"c\",\"versions\":{\"aihf\":\"1\"},\"device\":\"cpu\",\"threads\":1,\"data\":{\"a\":\"b\"},\"extra\":{\"policy_steps\":3,\"samples_drawn\":4},\"status\":\"finished\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":90.5}\n";

  private static final String YAML =
      """
      method: aihf
      seed: 1
      model: nowhere/model
      data:
        demonstrations: nowhere/demonstrations.jsonl
        preferences: nowhere/preferences.jsonl
        test_prompts: nowhere/test_prompts.jsonl
      reward:
        pretraining_steps: 100
        demonstration_weight: 1.0
        demonstration_loss: logistic
        optimizer:
          learning_rate: 1e-5
          schedule: cosine
      policy:
        algorithm: rloo
        prompts_per_step: 16
        samples_per_prompt: 4
        top_p: 0.9
      loop: {iterations: 25, policy_steps: 4}
      evaluation:
        every: 5
      """;

  private static final String BYTE_LEVEL =
      """
      {"version":"1.0","truncation":{"direction":"Right","max_length":64,"strategy":"LongestFirst","stride":0},"padding":null,
       "added_tokens":[{"id":0,"content":"<pad>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
                       {"id":1,"content":"<eos>","single_word":false,"lstrip":true,"rstrip":false,"normalized":true,"special":true}],
       "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"Regex":"\\\\s+"},"content":" "},{"type":"Prepend","prepend":"e"}]},
       "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t)| ?\\\\w+"},"behavior":"Isolated","invert":false},
                                                         {"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}]},
       "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<pad>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
                         "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
                         "special_tokens":{"<pad>":{"id":"<pad>","ids":[0],"tokens":["<pad>"]}}},
       "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
       "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
                "vocab":{"<pad>":0,"<eos>":1,"t":2,"h":3,"e":4,"th":5,"the":6,"f":7,"i":8,"l":9,"m":10,"Ġ":11,"Ġf":12},
                "merges":["t h","th e","Ġ f"]}}
      """;
}
