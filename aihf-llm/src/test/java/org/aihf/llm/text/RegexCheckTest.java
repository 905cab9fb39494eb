package org.aihf.llm.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCheckTest {
  /** GPT-2, Llama 3, o200k, Qwen; and what only looks dangerous. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}]*[\\p{Ll}\\p{Lm}]+(?i:'s|'t)?|\\p{N}{1,3}",
        "(ab)+",
        "(a+)?b",
        "[(a+)+]+",
        "\\(a+\\)+",
      })
  void whatTokenizersUseIsTaken(String pattern) {
    assertThat(RegexCheck.complaint(pattern)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+b", "((a*)b?)*c", "(x{2,})+", "(?:a|b+)*", "(a+){1000}", "(a+){2,}$"})
  void repetitionsOfRepetitionsAreRefused(String pattern) {
    assertThat(RegexCheck.complaint(pattern)).contains("repeats a group");
  }
}
