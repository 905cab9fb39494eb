package org.aihf.tabular;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.Metrics;
import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.GroupAdvantage;

/**
 * π(action | context) as a table of logits, with its reference π⁰ and the temperature β of eq. 7.
 * The smallest {@link Policy}: the model for writing one's own.
 */
public final class TabularPolicy implements Policy<Choice> {
  private static final String FILE = "policy.json";

  private final double[][] prior;
  private final double beta;
  private final TabularAlignment alignment;
  private final RandomStream random;
  private final double[][] logits;

  /**
   * Starts at π⁰.
   *
   * @param prior π⁰, {@code [context][action]}; 0 forbids an action for good
   * @param random its own stream
   */
  public TabularPolicy(
      double[][] prior, double beta, TabularAlignment alignment, RandomStream random) {
    if (!(beta > 0)) {
      throw new IllegalArgumentException("beta must be > 0, not " + beta);
    }
    this.prior = Arrays.stream(prior).map(double[]::clone).toArray(double[][]::new);
    this.beta = beta;
    this.alignment = alignment;
    this.random = random;
    this.logits =
        Arrays.stream(prior)
            .map(row -> Arrays.stream(row).map(Math::log).toArray())
            .toArray(double[][]::new);
  }

  /** π(· | context). */
  public double[] probabilities(int context) {
    return Softmax.of(logits[context]);
  }

  @Override
  public Metrics align(RewardFunction<Choice> reward, int steps, Consumer<Metrics> onStep) {
    return Policy.repeat(steps, onStep, () -> update(reward));
  }

  private Metrics update(RewardFunction<Choice> reward) {
    double score = 0;
    for (int context = 0; context < prior.length; context++) {
      score +=
          alignment instanceof TabularAlignment.Sampled sampled
              ? alignBySamples(context, reward, sampled)
              : alignExactly(context, reward);
    }
    return Metrics.of("objective/scores", score / prior.length).with("objective/kl", kl());
  }

  @Override
  public List<Choice> sample(List<Choice> contexts) {
    return contexts.stream().map(choice -> sample(choice.context())).toList();
  }

  /** KL(π ‖ π⁰), mean over contexts. */
  public double kl() {
    double kl = 0;
    for (int c = 0; c < prior.length; c++) {
      double[] policy = probabilities(c);
      for (int a = 0; a < policy.length; a++) {
        kl += policy[a] > 0 ? policy[a] * Math.log(policy[a] / prior[c][a]) : 0;
      }
    }
    return kl / prior.length;
  }

  @Override
  public void save(Path directory) {
    new TableFile(random.state(), logits).write(directory.resolve(FILE));
  }

  @Override
  public void restore(Path directory) throws IOException {
    random.resumeAt(TableFile.restore(directory.resolve(FILE), logits));
  }

  /** Eq. 11; returns the new policy's expected reward. */
  private double alignExactly(int context, RewardFunction<Choice> reward) {
    List<Choice> actions = new ArrayList<>();
    for (int a = 0; a < prior[context].length; a++) {
      actions.add(new Choice(context, a));
    }
    double[] rewards = reward.finiteScores(actions);
    for (int a = 0; a < rewards.length; a++) {
      logits[context][a] = Math.log(prior[context][a]) + rewards[a] / beta;
    }
    double[] policy = probabilities(context);
    double expected = 0;
    for (int a = 0; a < rewards.length; a++) {
      expected += policy[a] * rewards[a];
    }
    return expected;
  }

  /** One RLOO step on R − β·k1; returns the samples' mean reward. */
  private double alignBySamples(
      int context, RewardFunction<Choice> reward, TabularAlignment.Sampled sampled) {
    double[] policy = probabilities(context);
    List<Choice> samples = new ArrayList<>();
    for (int i = 0; i < sampled.samples(); i++) {
      samples.add(sample(context));
    }
    double[] scores = reward.finiteScores(samples);
    double[] regularised = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      int action = samples.get(i).action();
      regularised[i] = scores[i] - beta * Math.log(policy[action] / prior[context][action]);
    }
    double[] advantages = GroupAdvantage.RLOO.of(regularised, sampled.samples());
    for (int i = 0; i < scores.length; i++) {
      double size = sampled.learningRate() * advantages[i] / scores.length;
      for (int a = 0; a < policy.length; a++) {
        logits[context][a] += size * ((a == samples.get(i).action() ? 1 : 0) - policy[a]);
      }
    }
    return Arrays.stream(scores).average().orElseThrow();
  }

  private Choice sample(int context) {
    return new Choice(context, Softmax.sample(probabilities(context), random));
  }
}
