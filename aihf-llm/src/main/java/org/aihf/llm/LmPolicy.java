package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.Metrics;
import org.aihf.data.EpochSampler;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.rl.KlController;
import org.aihf.rl.KlEstimator;
import org.aihf.rl.TokenRewards;

/**
 * A language model as the policy of Algorithm 1, aligned on-policy by {@link PolicyGradient}.
 *
 * <p>Each update samples answers to a batch of prompts, scores them, and takes one gradient step:
 * probability ratios are 1 by construction, so nothing is clipped. The reference π⁰ is a frozen
 * model given at construction and never changes.
 */
public final class LmPolicy implements Policy<Completion> {
  private final CausalLm model;
  private final CausalLm reference;
  private final PolicyConfig config;
  private final CompletionSampler sampler;
  private final EpochSampler<String> prompts;
  private final RandomStream sampling;
  private final RandomStream ownSampling;
  private final KlController kl;
  private long updates;
  private long ownSampleCalls;

  /**
   * @param model the policy to train; stays the caller's to close
   * @param reference π⁰, frozen; stays the caller's to close
   * @param prompts what policy alignment answers, drawn without replacement per epoch
   */
  public LmPolicy(
      CausalLm model,
      CausalLm reference,
      Tokenizer tokenizer,
      List<String> prompts,
      PolicyConfig config,
      RandomStream random) {
    this.model = model;
    this.reference = reference;
    this.config = config;
    this.sampler = new CompletionSampler(model, tokenizer);
    this.prompts = new EpochSampler<>(prompts, random.split("prompts"));
    this.sampling = random.split("policy-alignment");
    this.ownSampling = random.split("own-samples");
    this.kl = config.kl().controller();
  }

  @Override
  public Metrics align(RewardFunction<Completion> reward, int steps, Consumer<Metrics> onStep) {
    List<Metrics> history = new ArrayList<>(steps);
    for (int i = 0; i < steps; i++) {
      Metrics step = update(reward);
      history.add(step);
      onStep.accept(step);
    }
    return Metrics.mean(history);
  }

  /** One on-policy update. */
  private Metrics update(RewardFunction<Completion> reward) {
    List<String> batch = prompts.next(config.promptBatch());
    RandomStream random = sampling.split("update", updates);
    int perPrompt = config.gradient().samplesPerPrompt();
    List<List<Completion>> groups =
        sampler.sample(batch, config.generation().withSamplesPerPrompt(perPrompt), random);
    List<Completion> samples = groups.stream().flatMap(List::stream).toList();
    double[] raw = reward.finiteScores(samples);
    double[] scores = shape(samples, raw);
    double[] baselines = greedyScores(reward, batch);

    List<List<TokenSequence>> inputs =
        groups.stream().map(g -> g.stream().map(Completion::tokens).toList()).toList();
    double[][][] referenceLogProbs = reference.evaluate(inputs);
    int[] lengths = samples.stream().mapToInt(c -> c.tokens().completion().length).toArray();
    double[] weights = config.aggregation().weights(lengths);
    double beta = kl.coefficient();
    RolloutStatistics statistics = new RolloutStatistics();
    model.accumulate(
        inputs,
        (group, logProbs) -> {
          statistics.add(logProbs, referenceLogProbs[group]);
          int first = group * perPrompt;
          double[][] advantages =
              config
                  .gradient()
                  .advantages(
                      Arrays.copyOfRange(scores, first, first + perPrompt),
                      baselines[group],
                      logProbs,
                      referenceLogProbs[group],
                      beta);
          return coefficients(advantages, weights, first);
        });
    double learningRate = config.learningRate().at(updates);
    double gradientNorm = model.step(learningRate);
    updates++;
    kl.update(statistics.meanKl(), samples.size());

    double meanScore = Arrays.stream(raw).average().orElseThrow();
    double meanShaped = Arrays.stream(scores).average().orElseThrow();
    long finished = samples.stream().filter(Completion::finished).count();
    return Metrics.of("objective/kl", statistics.meanKl())
        .with("objective/entropy", statistics.meanEntropy())
        .with("objective/scores", meanScore)
        .with("objective/rlhf_reward", meanShaped - beta * statistics.meanKl())
        .with("objective/kl_coefficient", beta)
        .with("reward_std", standardDeviation(raw, meanScore))
        .with("completions/mean_length", Arrays.stream(lengths).average().orElseThrow())
        .with("completions/finished_ratio", (double) finished / samples.size())
        .with("policy/grad_norm", gradientNorm)
        .with("policy/learning_rate", learningRate)
        .with("episode", updates * (double) samples.size());
  }

  @Override
  public List<Completion> sample(List<Completion> contexts) {
    List<String> batch = contexts.stream().map(Completion::prompt).toList();
    RandomStream random = ownSampling.split("call", ownSampleCalls++);
    return sampler.sampleOne(batch, config.generation(), random);
  }

  private double[] greedyScores(RewardFunction<Completion> reward, List<String> batch) {
    double[] baselines = new double[batch.size()];
    if (!config.gradient().greedyBaseline()) {
      Arrays.fill(baselines, Double.NaN);
      return baselines;
    }
    List<Completion> greedy =
        sampler.sampleOne(batch, config.generation().asGreedy(), sampling.split("greedy"));
    return shape(greedy, reward.finiteScores(greedy));
  }

  private double[] shape(List<Completion> samples, double[] raw) {
    boolean[] finished = new boolean[raw.length];
    for (int i = 0; i < raw.length; i++) {
      finished[i] = samples.get(i).finished();
    }
    return config.shaping().apply(raw, finished);
  }

  /** −w·A per token. */
  private static double[][] coefficients(double[][] advantages, double[] weights, int first) {
    double[][] result = new double[advantages.length][];
    for (int i = 0; i < result.length; i++) {
      double weight = weights[first + i];
      result[i] = Arrays.stream(advantages[i]).map(a -> -a * weight).toArray();
    }
    return result;
  }

  private static double standardDeviation(double[] values, double mean) {
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return values.length < 2 ? 0 : Math.sqrt(sum / (values.length - 1));
  }

  @Override
  public void save(Path directory) throws IOException {
    model.saveState(directory);
    Files.writeString(
        directory.resolve("policy.txt"),
        "%d %d %d %s%n".formatted(updates, prompts.drawn(), ownSampleCalls, kl.coefficient()));
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    Path file = directory.resolve("policy.txt");
    String[] state = Files.readString(file).trim().split(" ");
    if (state.length != 4) {
      throw new IOException(file + ": expected four numbers, found " + state.length);
    }
    updates = Long.parseLong(state[0]);
    prompts.resumeAt(Long.parseLong(state[1]));
    ownSampleCalls = Long.parseLong(state[2]);
    kl.resumeAt(Double.parseDouble(state[3]));
  }

  /** Sums over one update's samples. */
  private static final class RolloutStatistics {
    private double kl;
    private double surprise;
    private int sequences;

    void add(double[][] logProbs, double[][] refLogProbs) {
      double[][] k1 = TokenRewards.kl(KlEstimator.K1, logProbs, refLogProbs);
      for (int i = 0; i < logProbs.length; i++) {
        kl += Arrays.stream(k1[i]).sum();
        surprise -= Arrays.stream(logProbs[i]).sum();
        sequences++;
      }
    }

    /** Mean over sequences of the summed k1. */
    double meanKl() {
      return kl / sequences;
    }

    /** Mean over sequences of −log π(τ): a sample estimate of the sequence entropy, in nats. */
    double meanEntropy() {
      return surprise / sequences;
    }
  }
}
