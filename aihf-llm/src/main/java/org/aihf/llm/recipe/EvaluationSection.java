package org.aihf.llm.recipe;

import java.util.List;

/**
 * Evaluation on held-out prompts.
 *
 * @param every iterations (direct methods: updates) between evaluations; 0 for none but the last
 * @param prompts how many held-out prompts a periodic evaluation answers; the last one answers all
 * @param samples how many of them go into the sample table
 * @param judges given rewards, spelled as {@code rewards}, whose weighted sum is reported as the
 *     true reward; training never sees it
 */
public record EvaluationSection(int every, int prompts, int samples, List<RewardTerm> judges) {
  static EvaluationSection defaults() {
    return new EvaluationSection(5, 64, 4, List.of());
  }
}
