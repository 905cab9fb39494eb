package org.aihf.llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.aihf.UserError;
import org.aihf.llm.model.Fixtures;
import org.aihf.llm.model.TokenSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  private static final Path PLAIN = Fixtures.directory("tokenizer");

  @ParameterizedTest
  @ValueSource(strings = {"tokenizer", "tokenizer-with-bos"})
  void idsAndTextsAreThoseOfTransformers(String name) throws IOException {
    Path directory = Fixtures.directory(name);
    JsonNode expected = new ObjectMapper().readTree(directory.resolve("expected.json").toFile());
    assertThat(expected).isNotEmpty();
    try (Tokenizer tokenizer = Tokenizer.load(directory)) {
      for (JsonNode each : expected) {
        String text = each.get("text").asText();
        int[] ids = tokenizer.encode(text, true);
        assertThat(ids).as(text).containsExactly(Fixtures.ids(each.get("ids")));
        assertThat(tokenizer.encode(text, false)).containsExactly(Fixtures.ids(each.get("plain")));
        assertThat(tokenizer.decode(ids)).isEqualTo(each.get("decoded").asText());
      }
    }
  }

  @Test
  void promptAndCompletionAreEncodedJointly() {
    try (Tokenizer tokenizer = Tokenizer.load(Fixtures.directory("tokenizer-with-bos"))) {
      TokenSequence sequence = tokenizer.encode("the river", " carries light", true);
      assertThat(sequence.prompt()).containsExactly(tokenizer.encode("the river", true));
      assertThat(sequence.prompt()[0]).isEqualTo(2);
      assertThat(sequence.completion()).endsWith(tokenizer.eosId());
      int[] all = tokenizer.encode("the river carries light", true);
      assertThat(sequence.length()).isEqualTo(all.length + 1);
      for (int i = 0; i < all.length; i++) {
        assertThat(sequence.id(i)).isEqualTo(all[i]);
      }
    }
  }

  @Test
  void aPromptThatMergesWithItsCompletionEndsAtTheCommonPrefix() {
    try (Tokenizer tokenizer = Tokenizer.load(PLAIN)) {
      TokenSequence sequence = tokenizer.encode("the riv", "er", false);
      int[] joint = tokenizer.encode("the river", true);
      assertThat(sequence.length()).isEqualTo(joint.length);
      assertThat(sequence.prompt().length).isLessThan(tokenizer.encode("the riv", true).length);
      assertThat(sequence.completion()).isNotEmpty();
    }
  }

  @Test
  void anEmptyCompletionIsAllowed() {
    try (Tokenizer tokenizer = Tokenizer.load(PLAIN)) {
      assertThat(tokenizer.encode("the river", "", false).completion()).isEmpty();
      assertThat(tokenizer.encode("the river", "", true).completion())
          .containsExactly(tokenizer.eosId());
    }
  }

  @Test
  void aWordPieceTokenizerEncodesTextsAndPairsWithItsSpecialTokens() {
    try (Tokenizer tokenizer = Tokenizer.load(Fixtures.directory("judge"))) {
      int[] pair = tokenizer.encodePair("The film", "was good");
      int[] one = tokenizer.encode("The film was good", true);
      assertThat(one).startsWith(2).endsWith(3).hasSize(pair.length - 1);
      assertThat(Arrays.stream(pair).filter(id -> id == 3)).hasSize(2);
      assertThat(tokenizer.padId()).hasValue(0);
      assertThat(tokenizer.stopIds()).isEmpty();
      assertThat(tokenizer.decode(one)).isEqualTo("the film was good");
    }
  }

  @Test
  void specialIdsComeFromTheConfigurationFiles(@TempDir Path directory) throws IOException {
    try (Tokenizer tokenizer = Tokenizer.load(PLAIN)) {
      assertThat(tokenizer.eosId()).isEqualTo(1);
      assertThat(tokenizer.padId()).hasValue(0);
      assertThat(tokenizer.vocabularySize()).isLessThanOrEqualTo(400).isGreaterThan(256);
      tokenizer.copyTo(directory);
    }
    Files.writeString(directory.resolve("config.json"), "{\"eos_token_id\": [1, 3]}");
    try (Tokenizer tokenizer = Tokenizer.load(directory)) {
      assertThat(tokenizer.stopIds()).containsExactly(1, 3);
    }
  }

  @Test
  void fingerprintsAreEqualForEqualIdsOnly(@TempDir Path directory) throws IOException {
    try (Tokenizer plain = Tokenizer.load(PLAIN);
        Tokenizer withBos = Tokenizer.load(Fixtures.directory("tokenizer-with-bos"))) {
      plain.copyTo(directory);
      try (Tokenizer copy = Tokenizer.load(directory)) {
        assertThat(copy.fingerprint()).isEqualTo(plain.fingerprint());
      }
      assertThat(withBos.fingerprint()).isNotEqualTo(plain.fingerprint());
    }
  }

  @Test
  void brokenAndMissingFilesAreNamed(@TempDir Path directory) throws IOException {
    assertThatThrownBy(() -> Tokenizer.load(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.json");
    Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"BPE\"");
    assertThatThrownBy(() -> Tokenizer.load(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.json is not JSON");
    Files.writeString(directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"none\"}}");
    assertThatThrownBy(() -> Tokenizer.load(directory))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("tokenizer.json: \"model.type\" is \"none\"; supported are");
  }
}
