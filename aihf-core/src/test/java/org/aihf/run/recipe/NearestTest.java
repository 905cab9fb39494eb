package org.aihf.run.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("learning_rate", "batch_size", "kl_coefficient", "seed");

  @ParameterizedTest
  @CsvSource({
    "lerning_rate, learning_rate",
    "learningRate, learning_rate",
    "batchsize, batch_size",
    "kl, ''",
    "kl_coef, kl_coefficient",
    "sede, seed",
    "temperature, ''",
  })
  void suggestsWhatWasProbablyMeant(String word, String meant) {
    assertThat(Nearest.of(word, KNOWN).orElse("")).isEqualTo(meant);
  }
}
