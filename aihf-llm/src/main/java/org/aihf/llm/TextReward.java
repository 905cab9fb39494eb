package org.aihf.llm;

import java.util.List;
import org.aihf.reward.RewardFunction;

/**
 * A reward of one's own on plain text: {@code (prompts, completions) -> scores}, higher is better.
 */
@FunctionalInterface
public interface TextReward {
  /**
   * @param prompts the i-th prompt belongs to the i-th completion
   * @return one finite score per completion
   */
  double[] score(List<String> prompts, List<String> completions);

  /** As a reward that a policy can be aligned to. */
  default RewardFunction<Completion> toRewardFunction() {
    return completions -> {
      double[] scores =
          score(
              completions.stream().map(Completion::prompt).toList(),
              completions.stream().map(Completion::text).toList());
      if (scores.length != completions.size()) {
        throw new IllegalArgumentException(
            "the reward function returned %d scores for %d completions"
                .formatted(scores.length, completions.size()));
      }
      return scores;
    };
  }
}
