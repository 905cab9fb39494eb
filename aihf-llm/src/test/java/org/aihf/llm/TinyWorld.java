package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.aihf.llm.generate.GenerationConfig;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.TokenSequence;
import org.aihf.random.RandomStream;

/**
 * A language so small that every answer can be listed: three prompts, answers of at most two words
 * over a vocabulary of six, and a hidden reward for each.
 *
 * <p>The model can represent every policy. That needs prompts of two different words (attention
 * over nothing but copies of one word cannot count them: after "p" and "p p" the model would answer
 * alike) and a serial residual (in one parallel layer prompt and first word only add up).
 */
final class TinyWorld {
  static final int EOS = 1;
  static final int MAX_NEW_TOKENS = 2;
  static final List<String> PROMPTS = List.of("p q", "q p", "a p");
  private static final List<String> WORDS = List.of("<pad>", "<eos>", "p", "q", "a", "b");

  private TinyWorld() {}

  static GenerationConfig generation() {
    return GenerationConfig.sampling(MAX_NEW_TOKENS, Set.of(EOS));
  }

  static LmConfig config() {
    return new GptNeoxConfig(
        WORDS.size(),
        32,
        1,
        4,
        128,
        16,
        0.1,
        false,
        List.of(EOS),
        OptionalInt.of(EOS),
        OptionalInt.of(0),
        1e-5,
        0.5,
        10_000,
        false,
        true);
  }

  /** Writes a tokenizer with one id per word. */
  static void writeTokenizer(Path directory) throws IOException {
    StringBuilder vocabulary = new StringBuilder();
    for (int id = 0; id < WORDS.size(); id++) {
      vocabulary.append(id == 0 ? "" : ",").append("\"%s\":%d".formatted(WORDS.get(id), id));
    }
    String added =
        "{\"id\":%d,\"content\":\"%s\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}";
    Files.writeString(
        directory.resolve("tokenizer.json"),
        """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s,%s],
         "normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
         "model":{"type":"WordLevel","vocab":{%s},"unk_token":"<pad>"}}
        """
            .formatted(added.formatted(0, "<pad>"), added.formatted(1, "<eos>"), vocabulary));
    Files.writeString(
        directory.resolve("tokenizer_config.json"),
        "{\"eos_token\":\"<eos>\",\"pad_token\":\"<pad>\"}");
  }

  /** An answer to a prompt of {@link #PROMPTS}. */
  static Completion completion(int prompt, int... answer) {
    String text =
        Arrays.stream(answer)
            .filter(id -> id != EOS)
            .mapToObj(WORDS::get)
            .collect(Collectors.joining(" "));
    return new Completion(
        PROMPTS.get(prompt),
        text,
        new TokenSequence(promptIds(prompt), answer),
        answer[answer.length - 1] == EOS);
  }

  /** What the tokenizer makes of a prompt of {@link #PROMPTS}. */
  static int[] promptIds(int prompt) {
    return Arrays.stream(PROMPTS.get(prompt).split(" ")).mapToInt(WORDS::indexOf).toArray();
  }

  /** Every possible answer: {@code <eos>}, or a word and then anything. */
  static List<int[]> answers() {
    List<int[]> answers = new ArrayList<>();
    answers.add(new int[] {EOS});
    for (int first = 0; first < WORDS.size(); first++) {
      if (first != EOS) {
        for (int second = 0; second < WORDS.size(); second++) {
          answers.add(new int[] {first, second});
        }
      }
    }
    return answers;
  }

  /** All answers to a prompt, as one group. */
  static List<TokenSequence> everyAnswerTo(int[] prompt) {
    return answers().stream().map(answer -> new TokenSequence(prompt, answer)).toList();
  }

  /** The hidden reward: uniform in (−1, 1), fixed by prompt and answer. */
  static double reward(int[] prompt, int[] answer) {
    RandomStream stream = RandomStream.of(11).split("reward");
    for (int id : prompt) {
      stream = stream.split("prompt", id);
    }
    for (int id : answer) {
      stream = stream.split("answer", id);
    }
    return 2 * stream.nextDouble() - 1;
  }

  /** π⁰·exp(R/β)/Z over {@link #answers()}. */
  static double[] optimum(double[] refLogProbs, double[] rewards, double beta) {
    double[] optimum = new double[rewards.length];
    double z = 0;
    for (int i = 0; i < rewards.length; i++) {
      optimum[i] = Math.exp(refLogProbs[i] + rewards[i] / beta);
      z += optimum[i];
    }
    for (int i = 0; i < rewards.length; i++) {
      optimum[i] /= z;
    }
    return optimum;
  }
}
