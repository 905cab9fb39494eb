package org.aihf.llm.eval;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.aihf.Metrics;

/**
 * A policy on held-out prompts, one sampled answer each.
 *
 * @param meanLength ids per answer
 * @param finishedRatio share of answers that ended by themselves
 * @param judge what the judge says beside its scores: the parts of a weighted sum
 */
public record Evaluation(
    List<EvaluatedAnswer> answers, double meanLength, double finishedRatio, Metrics judge) {
  public Evaluation {
    answers = List.copyOf(answers);
  }

  /** {@code eval/...}: means over the answers; what was not measured is left out. */
  public Metrics metrics() {
    Metrics metrics = Metrics.of("eval/kl", mean(EvaluatedAnswer::kl));
    metrics = withFinite(metrics, "eval/true_reward", mean(EvaluatedAnswer::trueReward));
    metrics = withFinite(metrics, "eval/learned_reward", mean(EvaluatedAnswer::learnedReward));
    metrics =
        metrics.with("eval/mean_length", meanLength).with("eval/finished_ratio", finishedRatio);
    for (Map.Entry<String, Double> part : judge.values().entrySet()) {
      metrics = metrics.with("eval/" + part.getKey(), part.getValue());
    }
    return metrics;
  }

  private double mean(ToDoubleFunction<EvaluatedAnswer> value) {
    return answers.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static Metrics withFinite(Metrics metrics, String name, double value) {
    return Double.isFinite(value) ? metrics.with(name, value) : metrics;
  }
}
