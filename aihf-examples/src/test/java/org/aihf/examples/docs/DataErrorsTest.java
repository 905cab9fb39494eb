package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.data.CompletionRow;
import org.aihf.data.JsonlReader;
import org.aihf.data.PreferenceRow;
import org.aihf.data.RowFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences that docs/how-to/own-data.md shows are those that a user gets. */
class DataErrorsTest {
  @TempDir Path directory;

  private final StringBuilder shown = new StringBuilder("```text\n");

  @Test
  void mistakesInDataFilesAreToldAsDocumented() throws IOException {
    demonstration("{\"prompt\": \"The film\", \"completion\": }");
    demonstration("{\"prompt\": \"The film\"}");
    demonstration("{\"prompt\": \"The film\", \"completion\": \"\"}");
    demonstration("{\"prompt\": [{\"role\": \"user\"}], \"completion\": \" was fine\"}");
    demonstration("[\"The film\", \" was fine\"]");
    demonstration("");
    preference("{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\", \"weight\": -1}");
    preference("{\"prompt\": \"a\", \"chosen\": \"b\", \"rejected\": \"c\", \"margin\": \"2\"}");
    Path latin = directory.resolve("demonstrations.jsonl");
    Files.write(latin, "{\"prompt\": \"Caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    show(latin, CompletionRow.FORMAT);
    show(directory.resolve("nowhere.jsonl"), CompletionRow.FORMAT);
    DocumentationFiles.assertSection("docs/how-to/own-data.md", "errors", shown + "```\n");
  }

  private void demonstration(String row) throws IOException {
    Path file = directory.resolve("demonstrations.jsonl");
    Files.writeString(file, row + "\n");
    show(file, CompletionRow.FORMAT);
  }

  private void preference(String row) throws IOException {
    Path file = directory.resolve("preferences.jsonl");
    Files.writeString(file, row + "\n");
    show(file, PreferenceRow.FORMAT);
  }

  private void show(Path file, RowFormat<?> format) {
    UserError error = catchThrowableOfType(UserError.class, () -> JsonlReader.read(file, format));
    shown.append("aihf: ").append(error.getMessage().replace(directory + "/", "")).append('\n');
  }
}
