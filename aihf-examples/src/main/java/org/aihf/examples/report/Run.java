package org.aihf.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.aihf.mujoco.recipe.EpisodeReturn;
import org.aihf.run.RunOnDisk;
import org.aihf.run.Sample;
import org.jspecify.annotations.Nullable;

/**
 * One run, as its directory tells it.
 *
 * @param metrics in the order in which they were recorded
 * @param evaluation the finished policy's answers; possibly none
 * @param returns control: episodes of the finished policy and of the data; possibly none
 * @param config YAML; empty if there is none
 */
record Run(
    Path directory,
    JsonNode manifest,
    List<MetricRow> metrics,
    List<Sample> evaluation,
    List<EpisodeReturn> returns,
    String config) {

  String group() {
    String group = manifest.path("group").asText("");
    return group.isEmpty() ? method() : group;
  }

  String method() {
    return manifest.path("method").asText("run");
  }

  /** Name of the environment; empty for a language model. */
  String environment() {
    return manifest.path("extra").path("environment").asText("");
  }

  long seed() {
    return manifest.path("seed").asLong();
  }

  /** As the manifest says it; a run that was killed is interrupted, not running. */
  String status() {
    return new RunOnDisk(directory).status(manifest.path("status").asText("unknown"));
  }

  /** ISO 8601, so that its order is that of time; empty if unknown. */
  String started() {
    return manifest.path("started").asText("");
  }

  double trueReward() {
    return last(Sample::trueReward, "eval/true_reward");
  }

  /** Control: mean steps of an episode of the finished policy. */
  double episodeLength() {
    return last("eval/episode_length");
  }

  double learnedReward() {
    return last(Sample::learnedReward, "eval/learned_reward");
  }

  double kl() {
    return last(Sample::kl, "eval/kl");
  }

  /** The last recorded value of a metric, or NaN. */
  double last(String metric) {
    double last = Double.NaN;
    for (MetricRow row : metrics) {
      last = Double.isNaN(row.get(metric)) ? last : row.get(metric);
    }
    return last;
  }

  double policySteps() {
    double told = extra("policy_steps");
    return Double.isNaN(told) ? metrics.stream().mapToLong(MetricRow::step).max().orElse(0) : told;
  }

  double samplesDrawn() {
    return extra("samples_drawn");
  }

  double seconds() {
    return manifest.path("seconds").asDouble(Double.NaN);
  }

  private double extra(String name) {
    return manifest.path("extra").path(name).asDouble(Double.NaN);
  }

  /** Mean of the final evaluation; without one, the last periodic value. */
  private double last(Function<Sample, @Nullable Double> value, String metric) {
    double mean = Spread.of(Numbers.present(evaluation, value)).mean();
    return Double.isNaN(mean) ? last(metric) : mean;
  }
}
