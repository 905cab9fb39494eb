package org.aihf.llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;

/** The policy's answers to the demonstrations' prompts, as they were when an epoch began. */
final class OwnSamples {
  private final CompletionSampler sampler;
  private final Tokenizer tokenizer;
  private final List<Completion> demonstrations;
  private final GenerationConfig generation;
  private final RandomStream random;
  private List<Completion> samples = List.of();
  private long epoch = -1;

  OwnSamples(
      CompletionSampler sampler,
      Tokenizer tokenizer,
      List<Completion> demonstrations,
      GenerationConfig generation,
      RandomStream random) {
    this.sampler = sampler;
    this.tokenizer = tokenizer;
    this.demonstrations = demonstrations;
    this.generation = generation;
    this.random = random;
  }

  /** The epoch of the present samples; −1 before the first. */
  long epoch() {
    return epoch;
  }

  /** One per demonstration, in order. */
  List<Completion> samples() {
    return samples;
  }

  void draw(long newEpoch) {
    List<String> prompts = demonstrations.stream().map(Completion::prompt).toList();
    samples = sampler.sampleOne(prompts, generation, random.split("epoch", newEpoch));
    epoch = newEpoch;
  }

  /** The epoch, then a row {@code finished ids} per sample. */
  void save(Path file) throws IOException {
    StringBuilder rows = new StringBuilder().append(epoch).append('\n');
    for (Completion sample : samples) {
      String ids =
          Arrays.stream(sample.tokens().completion())
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(" "));
      rows.append(sample.finished()).append(' ').append(ids).append('\n');
    }
    Files.writeString(file, rows);
  }

  void restore(Path file) throws IOException {
    List<String> rows = Files.readAllLines(file);
    int expected = rows.isEmpty() || rows.get(0).equals("-1") ? 1 : demonstrations.size() + 1;
    if (rows.size() != expected) {
      throw new IOException(
          "%s: expected %d rows, found %d".formatted(file, expected, rows.size()));
    }
    List<Completion> restored = new ArrayList<>();
    for (int i = 1; i < rows.size(); i++) {
      Completion demonstration = demonstrations.get(i - 1);
      String[] parts = rows.get(i).split(" ");
      int[] ids = Arrays.stream(parts).skip(1).mapToInt(Integer::parseInt).toArray();
      int[] prompt = tokenizer.encode(demonstration.prompt(), true);
      restored.add(
          new Completion(
              demonstration.prompt(),
              tokenizer.decode(ids),
              new TokenSequence(prompt, ids),
              Boolean.parseBoolean(parts[0])));
    }
    samples = restored;
    epoch = Long.parseLong(rows.get(0));
  }
}
