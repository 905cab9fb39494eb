package org.aihf.llm.recipe;

import java.nio.file.Path;

/**
 * JSONL files.
 *
 * @param demonstrations rows {prompt, completion}
 * @param preferences rows {prompt, chosen, rejected} and optionally margin and weight
 * @param ratings rows {prompt, completion, label} with label true or false, and optionally weight:
 *     what KTO trains on; empty: both sides of the preferences
 * @param prompts rows {prompt}: what policy alignment answers; empty: the demonstrations' prompts
 * @param testPrompts rows {prompt}: what evaluation answers
 * @param useMargins whether a preference's margin is trained on (subtracted inside σ); off, it is a
 *     remark
 * @param staticDemonstrationPairs whether the reward's training on preferences before the first
 *     policy alignment also sees every demonstration preferred to one sample of the initial policy,
 *     drawn once: for RLHF the ablation of AIHF's fresh samples, for AIHF a warm start
 */
public record DataSection(
    String demonstrations,
    String preferences,
    String ratings,
    String prompts,
    String testPrompts,
    boolean useMargins,
    boolean staticDemonstrationPairs) {
  /** Demonstrations, whose prompts the policy answers, and preferences. */
  public static DataSection of(Path demonstrations, Path preferences) {
    return new DataSection(
        demonstrations.toString(), preferences.toString(), "", "", "", false, false);
  }

  static DataSection defaults() {
    return new DataSection("", "", "", "", "", false, false);
  }
}
