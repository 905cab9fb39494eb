package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aihf.UserError;
import org.aihf.llm.ClassifierReward.Input;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy with a byte-level BPE, judged by a DistilBERT with a WordPiece. */
class ClassifierRewardTest {
  private static final Path JUDGE = Fixtures.directory("judge");

  private static TorchRuntime runtime;
  private static Tokenizer policyTokenizer;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
    policyTokenizer = Tokenizer.load(Fixtures.directory("tokenizer"));
  }

  @AfterAll
  static void close() {
    policyTokenizer.close();
    runtime.close();
  }

  /** An answer as a policy samples it. */
  private static Completion completion(String prompt, String text) {
    return new Completion(prompt, text, policyTokenizer.encode(prompt, text, true), true);
  }

  private record Expected(Completion completion, int[] ids, double[] scores) {}

  private static List<Expected> expected(Input input) throws IOException {
    List<Expected> rows = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(JUDGE.resolve("expected.json").toFile())) {
      if (row.get("input").asText().equals(input.name().toLowerCase(Locale.ROOT))) {
        double[] scores = {
          row.get("scores").get(0).asDouble(), row.get("scores").get(1).asDouble()
        };
        Completion completion =
            completion(row.get("prompt").asText(), row.get("completion").asText());
        rows.add(new Expected(completion, Fixtures.ids(row.get("ids")), scores));
      }
    }
    return rows;
  }

  private static ClassifierReward judge(Path directory, int label, Input input) {
    return ClassifierReward.open(
        runtime, directory, label, input, policyTokenizer, ModelOptions.frozen());
  }

  @ParameterizedTest
  @EnumSource(Input.class)
  void aJudgeReadsTextWithItsOwnTokenizerAndScoresItAsTransformersDoes(Input input)
      throws IOException {
    List<Expected> expected = expected(input);
    assertThat(expected).hasSizeGreaterThan(3);
    for (int label = 0; label < 2; label++) {
      try (ClassifierReward judge = judge(JUDGE, label, input)) {
        double[] scores = judge.score(expected.stream().map(Expected::completion).toList());
        for (int i = 0; i < scores.length; i++) {
          assertThat(judge.input(expected.get(i).completion()).completion())
              .containsExactly(expected.get(i).ids());
          assertThat(scores[i]).isCloseTo(expected.get(i).scores()[label], within(1e-4));
        }
      }
    }
  }

  /** Why answers go through text: the ids exist in both vocabularies and mean other words. */
  @Test
  void thePolicysIdsUnderTheJudgesTokenizerAreAnotherTextWithAnotherScore() throws IOException {
    Completion completion = completion("the film", " was good");
    int[] ids = new int[completion.tokens().length()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = completion.tokens().id(i) % 150;
    }
    try (Tokenizer own = Tokenizer.load(JUDGE);
        SequenceClassifier model = SequenceClassifier.load(runtime, JUDGE, ModelOptions.frozen());
        ClassifierReward judge = new ClassifierReward(model, own, policyTokenizer)) {
      assertThat(own.decode(judge.input(completion).completion())).isEqualTo("the film was good");
      assertThat(own.decode(ids)).isNotEqualTo("the film was good");
      double wrong =
          model
              .evaluate(List.of(List.of(new org.aihf.llm.model.TokenSequence(new int[0], ids))))[0][
              0][0];
      assertThat(judge.score(List.of(completion))[0]).isNotCloseTo(wrong, within(0.1));
    }
  }

  @Test
  void aCausalJudgeReadsTheEndOfFinishedAnswersOnly() {
    try (Tokenizer own = Tokenizer.load(Fixtures.directory("tokenizer-with-bos"));
        SequenceClassifier model =
            SequenceClassifier.load(
                runtime, Fixtures.model("llama-score"), ModelOptions.frozen())) {
      ClassifierReward judge = new ClassifierReward(model, own, policyTokenizer);
      Completion finished = completion("the film", " was good");
      Completion cut = new Completion(finished.prompt(), finished.text(), finished.tokens(), false);
      assertThat(judge.input(finished))
          .isEqualTo(own.encode("the film", " was good", true))
          .isNotEqualTo(finished.tokens());
      assertThat(judge.input(cut)).isEqualTo(own.encode("the film", " was good", false));
    }
  }

  @Test
  void aModelThatReadsNoPairsIsNamed() {
    assertThatThrownBy(() -> judge(Fixtures.directory("trl/reward"), 0, Input.PAIR))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.json");
  }

  @Test
  void openingAndClosingAJudgeLeavesNoArrays() {
    judge(JUDGE, 0, Input.JOINED).close();
    int before = NativeArrays.count(runtime);
    judge(JUDGE, 1, Input.PAIR).close();
    assertThat(NativeArrays.count(runtime)).isEqualTo(before);
  }
}
