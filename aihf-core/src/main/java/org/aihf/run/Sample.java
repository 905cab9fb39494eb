package org.aihf.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A row of a sample table or of the final evaluation, as people read it.
 *
 * @param prompt what was asked
 * @param completion what the policy answered
 * @param trueReward by the judge that training never saw, where there is one
 * @param learnedReward by the run's own reward model, where it has one
 * @param kl log π(completion) − log π⁰(completion), summed over tokens: a one-sample estimate
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(
    String prompt,
    String completion,
    @JsonProperty("true_reward") @Nullable Double trueReward,
    @JsonProperty("learned_reward") @Nullable Double learnedReward,
    @Nullable Double kl) {

  public static Sample of(String prompt, String completion) {
    return new Sample(prompt, completion, null, null, null);
  }
}
