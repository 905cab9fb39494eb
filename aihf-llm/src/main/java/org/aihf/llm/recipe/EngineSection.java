package org.aihf.llm.recipe;

import org.aihf.torch.Precision;

/**
 * Where and how the run computes.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param precision of the matrix products in the layers; weights, logits and losses are fp32 either
 *     way
 * @param threads intra-op threads; 0: as many as there are processors
 * @param microBatchTokens most tokens of one forward pass: memory against speed, never the result
 * @param checkpointEvery iterations (direct methods: updates) between exports of the policy to
 *     {@code checkpoints/policy-N} ({@code reward}: of the reward model to {@code reward-N}); 0 for
 *     the last, {@code checkpoints/policy}, only
 */
public record EngineSection(
    String device, Precision precision, int threads, int microBatchTokens, int checkpointEvery) {
  static EngineSection defaults() {
    return new EngineSection("cpu", Precision.FP32, 0, 4096, 0);
  }
}
