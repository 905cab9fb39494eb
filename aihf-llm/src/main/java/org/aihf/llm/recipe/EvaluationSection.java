package org.aihf.llm.recipe;

/**
 * Evaluation on held-out prompts.
 *
 * @param every iterations (direct methods: updates) between evaluations; 0 for none but the last
 * @param prompts how many held-out prompts a periodic evaluation answers; the last one answers all
 * @param samples how many of them go into the sample table
 */
public record EvaluationSection(int every, int prompts, int samples) {
  static EvaluationSection defaults() {
    return new EvaluationSection(5, 64, 4);
  }
}
