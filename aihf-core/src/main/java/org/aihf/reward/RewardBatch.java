package org.aihf.reward;

import java.util.List;
import org.aihf.data.Preference;

/**
 * What one reward-alignment step sees (Algorithm 1, Data Sample I and II).
 *
 * @param demonstrations τ^E; may be empty (RLHF: w₁ = 0)
 * @param ownSamples τ^A, fresh from the policy just aligned; the i-th answers the i-th
 *     demonstration's context
 * @param preferences pairs τ^L ≺ τ^W; may be empty (learning from demonstrations only)
 */
public record RewardBatch<T>(
    List<T> demonstrations, List<T> ownSamples, List<Preference<T>> preferences) {
  public RewardBatch {
    if (demonstrations.size() != ownSamples.size()) {
      throw new IllegalArgumentException(
          "a reward batch pairs every demonstration with an own sample: got %d demonstrations and %d own samples"
              .formatted(demonstrations.size(), ownSamples.size()));
    }
    demonstrations = List.copyOf(demonstrations);
    ownSamples = List.copyOf(ownSamples);
    preferences = List.copyOf(preferences);
  }
}
