package org.aihf.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedRewardTest {
  private static final RewardFunction<String> LENGTH =
      texts -> texts.stream().mapToDouble(String::length).toArray();
  private static final RewardFunction<String> VOWELS =
      texts -> texts.stream().mapToDouble(t -> t.replaceAll("[^aeiou]", "").length()).toArray();

  private static WeightedReward<String> sum(RewardFunction<String> second) {
    return new WeightedReward<>(
        List.of(
            new WeightedReward.Part<>("vowels", 2, VOWELS),
            new WeightedReward.Part<>("brevity", -0.5, second)));
  }

  @Test
  void scoresAreTheWeightedSumOfTheParts() {
    assertThat(sum(LENGTH).score(List.of("aeiou", "xyz", ""))).containsExactly(7.5, -1.5, 0);
  }

  @Test
  void eachPartIsMeasuredBeforeItIsWeighted() {
    RewardFunction.Measured measured = sum(LENGTH).measure(List.of("aeiou", "xyz", ""));
    assertThat(measured.scores()).containsExactly(7.5, -1.5, 0);
    assertThat(measured.metrics().values().keySet())
        .containsExactly(
            "rewards/vowels/mean",
            "rewards/vowels/std",
            "rewards/brevity/mean",
            "rewards/brevity/std");
    assertThat(measured.metrics().get("rewards/vowels/mean")).isEqualTo(5 / 3.0);
    assertThat(measured.metrics().get("rewards/brevity/mean")).isEqualTo(8 / 3.0);
    assertThat(measured.metrics().get("rewards/brevity/std"))
        .isCloseTo(Math.sqrt(38 / 3.0 / 2), within(1e-12));
    assertThat(
            new WeightedReward<>(List.of(new WeightedReward.Part<>("vowels", 2, VOWELS)))
                .measure(List.of("a"))
                .metrics()
                .values())
        .isEmpty();
  }

  @Test
  void twoPartsOfOneNameAreRefused() {
    WeightedReward.Part<String> part = new WeightedReward.Part<>("vowels", 2, VOWELS);
    assertThatThrownBy(() -> new WeightedReward<>(List.of(part, part)))
        .hasMessage("two parts of a weighted reward are called 'vowels'");
  }

  @Test
  void aPartThatGivesNoNumberIsNamed() {
    assertThatThrownBy(() -> sum(texts -> new double[] {1, Double.NaN}).score(List.of("a", "b")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("reward 'brevity': the reward of trajectory 2 of 2 is NaN");
    assertThatThrownBy(() -> sum(texts -> new double[] {1}).score(List.of("a", "b")))
        .hasMessageStartingWith("reward 'brevity': the reward function gave 1 rewards for 2");
  }

  @Test
  void aSumOfNothingAndAnInfiniteWeightAreRefused() {
    assertThatThrownBy(() -> new WeightedReward<>(List.of()))
        .hasMessageContaining("give at least one");
    assertThatThrownBy(() -> new WeightedReward.Part<>("x", Double.POSITIVE_INFINITY, LENGTH))
        .hasMessageContaining("weight of reward 'x' is Infinity");
  }
}
