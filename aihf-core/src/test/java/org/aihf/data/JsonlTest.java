package org.aihf.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlTest {
  private static final String GOOD = "{\"prompt\": \"p\", \"completion\": \"c\"}\n";

  @TempDir Path directory;

  @Test
  void readsEveryKindOfRowAndIgnoresOtherFields() throws IOException {
    assertThat(JsonlReader.read(file("{\"prompt\":\"a\",\"x\":[1]}"), PromptRow.FORMAT))
        .containsExactly(new PromptRow("a"));
    assertThat(JsonlReader.read(file(GOOD + GOOD), CompletionRow.FORMAT))
        .containsExactly(new CompletionRow("p", "c"), new CompletionRow("p", "c"));
    assertThat(
            JsonlReader.read(
                file(
                    """
                    {"prompt":"p","chosen":"a","rejected":"b"}
                    {"prompt":"p","chosen":"a","rejected":"b","margin":-1.5,"weight":2}
                    """),
                PreferenceRow.FORMAT))
        .containsExactly(
            new PreferenceRow("p", "a", "b", 0, 1), new PreferenceRow("p", "a", "b", -1.5, 2));
  }

  @Test
  void aRatingSaysTrueOrFalse() throws IOException {
    assertThat(
            JsonlReader.read(
                file("{\"prompt\":\"p\",\"completion\":\"c\",\"label\":true}\n"), RatingRow.FORMAT))
        .containsExactly(new RatingRow("p", "c", true, 1));
    Path file = file("{\"prompt\":\"p\",\"completion\":\"c\",\"label\":1}\n");
    assertThatThrownBy(() -> JsonlReader.read(file, RatingRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 1: field 'label' must be true or false, not the number 1");
  }

  @Test
  void aRowBecomesAPreference() {
    assertThat(new PreferenceRow("p", "a", "b", 0.5, 2).preference((p, c) -> p + c))
        .isEqualTo(new Preference<>("pa", "pb", 0.5, 2));
    assertThat(new PreferenceRow("p", "a", "b", 0.5, 2).withoutMargin().margin()).isZero();
  }

  @Test
  void unicodeWindowsLineEndsAByteOrderMarkAndBlankLinesAtTheEndAreFine() throws IOException {
    String text =
        "\uFEFF{\"prompt\":\" früh\\n\uD83D\uDE00\\ud83d\\ude00\"}\r\n{\"prompt\":\"b\"}\r\n\r\n\n";
    assertThat(JsonlReader.read(file(text), PromptRow.FORMAT))
        .containsExactly(new PromptRow(" früh\n\uD83D\uDE00\uD83D\uDE00"), new PromptRow("b"));
  }

  @Test
  void linesLongerThanAnyBufferArriveWhole() throws IOException {
    String longText = "é".repeat(300_000);
    Path file = file("{\"prompt\":\"" + longText + "\"}\n{\"prompt\":\"b\"}");
    assertThat(JsonlReader.read(file, PromptRow.FORMAT))
        .containsExactly(new PromptRow(longText), new PromptRow("b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt':'p'} | field 'completion' is missing; it must be a text in quotes (the line has 'prompt')",
        "{} | field 'prompt' is missing; it must be a text in quotes (the line has no fields)",
        "{'prompt':'','completion':'c'} | field 'prompt' is empty; give it a text or remove the line",
        "{'prompt':'p','completion':3} | field 'completion' must be a text in quotes, not the number 3",
        "{'prompt':'p','completion':null} | field 'completion' must be a text in quotes, not null",
        "{'prompt':[{'role':'user'}],'completion':'c'} | field 'prompt' must be a text in quotes, not a list; apply the chat template before writing the file",
        "{'prompt':'a\\ud83d','completion':'c'} | field 'prompt' has half a surrogate pair (\\ud83d) at character 2; write the whole character",
        "['prompt'] | must be a JSON object in braces, not a list",
        "null | must be a JSON object in braces, not null",
      })
  void aWrongFieldIsNamedWithFileAndLine(String line, String sentence) throws IOException {
    Path file = file(GOOD + line.replace('\'', '"') + "\n");
    assertThatThrownBy(() -> JsonlReader.read(file, CompletionRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 2: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'margin':'big' | field 'margin' must be a finite number, not the text \"big\"",
        "'margin':1e999 | field 'margin' must be a finite number, not the number Infinity",
        "'weight':-1 | field 'weight' must be at least 0, not -1.0",
        "'weight':null | field 'weight' must be a finite number, not null",
      })
  void aWrongNumberIsNamedWithFileAndLine(String field, String sentence) throws IOException {
    Path file =
        file(("{'prompt':'p','chosen':'a','rejected':'b'," + field + "}").replace('\'', '"'));
    assertThatThrownBy(() -> JsonlReader.read(file, PreferenceRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 1: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt': 'p' 'completion': 'c'} | 16",
        "{'prompt': 'p' | 15",
        "{'prompt': 'p'} {'prompt': 'q'} | 17",
        "{'prompt': 'p', 'prompt': 'q'} | 25",
        "prompt | 1",
        "{'prompt': NaN} | 15",
      })
  void brokenJsonIsNamedWithItsColumn(String line, int column) throws IOException {
    Path file = file(GOOD + line.replace('\'', '"') + "\n");
    assertThatThrownBy(() -> JsonlReader.read(file, CompletionRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " line 2: not valid JSON at column " + column + ": ")
        .hasMessageEndingWith("; every line must be one JSON object")
        .hasMessageNotContaining("JsonReadFeature")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aBlankLineBetweenRowsIsNamed() throws IOException {
    Path file = file(GOOD + "  \n\n" + GOOD);
    assertThatThrownBy(() -> JsonlReader.read(file, CompletionRow.FORMAT))
        .hasMessage(
            file + " line 2: the line is blank; every line must be one JSON object, remove it");
  }

  @Test
  void aByteThatIsNotUtf8IsNamed() throws IOException {
    Path file = directory.resolve("latin1.jsonl");
    Files.write(file, (GOOD + "{\"prompt\":\"fr\u00fch\"}").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> JsonlReader.read(file, PromptRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(file + " line 2: byte 14 (0xfc) is not UTF-8; save the file as UTF-8");
  }

  @Test
  void emptyMissingAndDirectory() throws IOException {
    Path empty = file("\n\n");
    assertThatThrownBy(() -> JsonlReader.read(empty, PromptRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(empty + ": the file is empty; it must have one JSON object a line");
    Path missing = directory.resolve("missing.jsonl");
    assertThatThrownBy(() -> JsonlReader.read(missing, PromptRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage("cannot read " + missing + ": there is no such file; check the path");
    assertThatThrownBy(() -> JsonlReader.read(directory, PromptRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessage(directory + " is a directory; give a JSONL file");
  }

  @Test
  void hostileNestingIsASentence() throws IOException {
    Path file = file("{\"prompt\":" + "[".repeat(100_000) + "\n");
    assertThatThrownBy(() -> JsonlReader.read(file, PromptRow.FORMAT))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + " line 1: not valid JSON");
  }

  @Test
  void whatIsWrittenReadsBack() {
    Path file = directory.resolve("out/rows.jsonl");
    List<PreferenceRow> rows =
        List.of(
            new PreferenceRow("p\n\"", "\uD83D\uDE00", "b", 0.1, 1),
            new PreferenceRow("q", " a", "b\u2028", -3, 0));
    JsonlWriter.write(file, rows);
    assertThat(JsonlReader.read(file, PreferenceRow.FORMAT)).isEqualTo(rows);
  }

  @Test
  void aWriteThatBreaksOffLeavesTheOldFile() throws IOException {
    Path file = file(GOOD);
    assertThatThrownBy(
            () ->
                JsonlWriter.write(
                    file,
                    sink -> {
                      sink.accept(Map.of("prompt", "new"));
                      throw new IllegalStateException("broke off");
                    }))
        .hasMessage("broke off");
    assertThat(Files.readString(file)).isEqualTo(GOOD);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void rowsAreHandedOverOneByOne() throws IOException {
    List<Long> lines = new ArrayList<>();
    JsonlReader.forEach(file(GOOD + GOOD), JsonLine::number, lines::add);
    assertThat(lines).containsExactly(1L, 2L);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("data.jsonl"), text);
  }
}
