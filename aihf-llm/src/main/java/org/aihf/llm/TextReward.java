package org.aihf.llm;

import java.util.List;
import org.aihf.UserError;
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

  /**
   * A judge in one line: the address of a server ({@link HttpReward}), or a program and its
   * arguments ({@link CommandReward}).
   */
  static TextReward parse(String line) {
    return line.matches("https?://.*") ? HttpReward.at(line) : CommandReward.parse(line);
  }

  /**
   * As a reward that a policy can be aligned to.
   *
   * @throws UserError from the function, if a score is not finite; names prompt and answer
   */
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
      for (int i = 0; i < scores.length; i++) {
        if (!Double.isFinite(scores[i])) {
          throw new UserError(
              "the reward function gave %s to the answer '%s' to the prompt '%s'; it must be finite"
                  .formatted(scores[i], completions.get(i).text(), completions.get(i).prompt()));
        }
      }
      return scores;
    };
  }
}
