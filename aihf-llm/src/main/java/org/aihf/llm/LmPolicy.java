package org.aihf.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.jspecify.annotations.Nullable;

/**
 * A language model as the policy of Algorithm 1, aligned on-policy by {@link PolicyGradient}.
 *
 * <p>Each update samples answers to a batch of prompts, scores them, and learns from them: with one
 * gradient step, or with PPO's several. The reference π⁰ is a frozen model given at construction
 * and never changes.
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
  private final OnPolicyUpdate learning;
  private long updates;
  private long ownSampleCalls;

  /**
   * A policy without a critic: RLOO, GRPO, ReMax.
   *
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
    this(model, reference, tokenizer, prompts, config, random, null);
  }

  /**
   * A policy with what its algorithm needs.
   *
   * @param critic for {@link Ppo}, which cannot do without; null for the others
   */
  public LmPolicy(
      CausalLm model,
      CausalLm reference,
      Tokenizer tokenizer,
      List<String> prompts,
      PolicyConfig config,
      RandomStream random,
      @Nullable Critic critic) {
    this.model = model;
    this.reference = reference;
    this.config = config;
    this.sampler = new CompletionSampler(model, tokenizer);
    this.prompts = new EpochSampler<>(prompts, random.split("prompts"));
    this.sampling = random.split("policy-alignment");
    this.ownSampling = random.split("own-samples");
    this.kl = config.kl().controller();
    this.learning = learning(model, config, critic, random);
  }

  private static OnPolicyUpdate learning(
      CausalLm model, PolicyConfig config, @Nullable Critic critic, RandomStream random) {
    PolicyGradient gradient = config.gradient();
    if (gradient instanceof PolicyGradient.OneStep oneStep) {
      return new PolicyGradientStep(model, oneStep, config);
    }
    if (critic == null) {
      throw new IllegalArgumentException("PPO needs a critic");
    }
    return new PpoUpdate(model, critic, (Ppo) gradient, config, random.split("mini-batches"));
  }

  @Override
  public Metrics align(RewardFunction<Completion> reward, int steps, Consumer<Metrics> onStep) {
    return Policy.repeat(steps, onStep, () -> update(reward));
  }

  /** One rollout and what is learned from it. */
  private Metrics update(RewardFunction<Completion> reward) {
    List<String> batch = prompts.next(config.promptBatch());
    RandomStream random = sampling.split("update", updates);
    int perPrompt = config.gradient().samplesPerPrompt();
    List<List<Completion>> groups =
        sampler.sample(batch, config.generation().withSamplesPerPrompt(perPrompt), random);
    List<Completion> samples = groups.stream().flatMap(List::stream).toList();
    RewardFunction.Measured measured = reward.measure(samples);
    double[] raw = measured.requireFinite(samples.size());
    double[] scores = shape(samples, raw);
    List<List<TokenSequence>> inputs =
        groups.stream().map(g -> g.stream().map(Completion::tokens).toList()).toList();
    double beta = kl.coefficient();
    Rollout rollout =
        new Rollout(inputs, scores, greedyScores(reward, batch), reference.evaluate(inputs), beta);
    Metrics learned = learning.apply(rollout, updates);
    updates++;
    double meanKl = learned.get("objective/kl");
    kl.update(meanKl, samples.size());

    double meanScore = Arrays.stream(raw).average().orElseThrow();
    double meanShaped = Arrays.stream(scores).average().orElseThrow();
    long finished = samples.stream().filter(Completion::finished).count();
    return learned
        .with("objective/scores", meanScore)
        .with("objective/rlhf_reward", meanShaped - beta * meanKl)
        .with("objective/kl_coefficient", beta)
        .with("reward_std", standardDeviation(raw, meanScore))
        .with("completions/mean_length", Arrays.stream(rollout.lengths()).average().orElseThrow())
        .with("completions/finished_ratio", (double) finished / samples.size())
        .with("episode", updates * (double) samples.size())
        .and(measured.metrics());
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
    learning.save(directory);
    Files.writeString(
        directory.resolve("policy.txt"),
        "%d %d %d %s%n".formatted(updates, prompts.drawn(), ownSampleCalls, kl.coefficient()));
  }

  @Override
  public void restore(Path directory) throws IOException {
    model.restoreState(directory);
    learning.restore(directory);
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
}
