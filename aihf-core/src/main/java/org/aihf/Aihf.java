package org.aihf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aihf.data.EpochSampler;
import org.aihf.data.Preference;
import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.run.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Algorithm 1: Alignment with Integrated Human Feedback.
 *
 * <p>Alternates policy alignment (π towards arg max L₃ for the current reward) and reward alignment
 * (θ along the joint demonstration + preference gradient, eq. 22). Policy and reward stay warm from
 * iteration to iteration; own samples answer the demonstrations' contexts and are fresh from the
 * policy just aligned; the policy's KL reference stays π⁰.
 *
 * @param <T> what is aligned; the loop never looks inside
 */
public final class Aihf<T> implements Checkpointable {
  private static final String PROGRESS_FILE = "loop.txt";

  /** Iterations done; items drawn and size of the demonstrations, of the preferences. */
  private static final Pattern PROGRESS =
      Pattern.compile("(\\d{1,9}) (\\d{1,18})/(\\d{1,9}) (\\d{1,18})/(\\d{1,9})");

  private final Policy<T> policy;
  private final RewardModel<T> reward;
  private final AihfConfig config;
  private final AihfListener listener;
  private final @Nullable EpochSampler<T> demonstrations;
  private final @Nullable EpochSampler<Preference<T>> preferences;
  private int iteration;

  private Aihf(Builder<T> builder) {
    this.policy = builder.policy;
    this.reward = builder.reward;
    this.config = builder.config;
    this.listener = builder.listener;
    RandomStream random = RandomStream.of(config.seed()).split("aihf");
    this.demonstrations =
        sampler(
            "demonstrations",
            builder.demonstrations,
            config.demonstrationBatch(),
            random.split("demonstrations"));
    this.preferences =
        sampler(
            "preferences",
            builder.preferences,
            config.preferenceBatch(),
            random.split("preferences"));
  }

  /** Runs the remaining iterations. */
  public AihfResult run() {
    List<Metrics> history = new ArrayList<>();
    while (iteration < config.iterations()) {
      int k = iteration;

      // ---- Policy alignment: π^{k+1} towards arg max L₃(π; R(·; θ^k)) ----------------------
      Metrics policyMetrics =
          config.policySteps() == 0
              ? Metrics.empty()
              : policy.align(reward, config.policySteps(), step -> listener.onPolicyStep(k, step));

      // ---- Data samples I and II: τ^E and τ^A ~ π^{k+1} for the same contexts; τ^L ≺ τ^W ---
      List<RewardBatch<T>> batches = sampleBatches();

      // ---- Reward alignment: θ^{k+1} = θ^k + η g^k ----------------------------------------
      List<Metrics> rewardSteps = new ArrayList<>();
      for (RewardBatch<T> batch : batches) {
        Metrics step = reward.align(batch, config.objective());
        rewardSteps.add(step);
        listener.onRewardStep(k, step);
      }

      iteration++;
      Metrics metrics = policyMetrics.and(Metrics.mean(rewardSteps));
      history.add(metrics);
      if (!listener.onIteration(k, metrics)) {
        return new AihfResult(history, iteration < config.iterations());
      }
    }
    return new AihfResult(history, false);
  }

  /** Iterations completed so far. */
  public int iteration() {
    return iteration;
  }

  /**
   * All own samples of an iteration are drawn at once: the policy does not change between its
   * reward steps.
   */
  private List<RewardBatch<T>> sampleBatches() {
    int steps = config.rewardSteps();
    List<T> expert =
        demonstrations == null
            ? List.of()
            : demonstrations.next(steps * config.demonstrationBatch());
    List<T> own = expert.isEmpty() ? List.of() : policy.sample(expert);
    List<Preference<T>> pairs =
        preferences == null ? List.of() : preferences.next(steps * config.preferenceBatch());
    List<RewardBatch<T>> batches = new ArrayList<>(steps);
    for (int m = 0; m < steps; m++) {
      batches.add(
          new RewardBatch<>(slice(expert, m, steps), slice(own, m, steps), slice(pairs, m, steps)));
    }
    return batches;
  }

  private static <E> List<E> slice(List<E> all, int part, int parts) {
    int size = all.size() / parts;
    return all.subList(part * size, (part + 1) * size);
  }

  private static <E> @Nullable EpochSampler<E> sampler(
      String what, List<E> data, int batch, RandomStream random) {
    if (batch == 0) {
      return null;
    }
    if (data.isEmpty()) {
      throw new IllegalArgumentException(
          "a batch of %d %s per reward step was asked for, but there are no %s"
              .formatted(batch, what, what));
    }
    return new EpochSampler<>(data, random);
  }

  @Override
  public void save(Path directory) throws IOException {
    policy.save(Files.createDirectories(directory.resolve("policy")));
    reward.save(Files.createDirectories(directory.resolve("reward")));
    AtomicFiles.write(
        directory.resolve(PROGRESS_FILE),
        "%d %s %s%n".formatted(iteration, position(demonstrations), position(preferences)));
  }

  @Override
  public void restore(Path directory) throws IOException {
    Path file = directory.resolve(PROGRESS_FILE);
    String line = Files.readString(file).trim();
    Matcher progress = PROGRESS.matcher(line);
    if (!progress.matches()) {
      throw new IOException(
          "%s: expected 'iteration drawn/size drawn/size', found '%s'".formatted(file, line));
    }
    resume(file, "demonstrations", demonstrations, progress.group(2), progress.group(3));
    resume(file, "preferences", preferences, progress.group(4), progress.group(5));
    policy.restore(directory.resolve("policy"));
    reward.restore(directory.resolve("reward"));
    iteration = Integer.parseInt(progress.group(1));
  }

  private static String position(@Nullable EpochSampler<?> sampler) {
    return sampler == null ? "0/0" : sampler.drawn() + "/" + sampler.size();
  }

  private static void resume(
      Path file, String what, @Nullable EpochSampler<?> sampler, String drawn, String size)
      throws IOException {
    int current = sampler == null ? 0 : sampler.size();
    if (Integer.parseInt(size) != current) {
      throw new IOException(
          "%s: the run used %s %s, now there are %d; resume with the same data"
              .formatted(file, size, what, current));
    }
    if (sampler != null) {
      sampler.resumeAt(Long.parseLong(drawn));
    }
  }

  public static <T> Builder<T> builder(Policy<T> policy, RewardModel<T> reward) {
    return new Builder<>(policy, reward);
  }

  /** Assembles a loop. */
  public static final class Builder<T> {
    private final Policy<T> policy;
    private final RewardModel<T> reward;
    private @Nullable AihfConfig config;
    private List<T> demonstrations = List.of();
    private List<Preference<T>> preferences = List.of();
    private AihfListener listener = new AihfListener() {};

    private Builder(Policy<T> policy, RewardModel<T> reward) {
      this.policy = policy;
      this.reward = reward;
    }

    public Builder<T> config(AihfConfig value) {
      config = value;
      return this;
    }

    public Builder<T> demonstrations(List<T> value) {
      demonstrations = List.copyOf(value);
      return this;
    }

    public Builder<T> preferences(List<Preference<T>> value) {
      preferences = List.copyOf(value);
      return this;
    }

    public Builder<T> listener(AihfListener value) {
      listener = value;
      return this;
    }

    /**
     * @throws IllegalArgumentException if data that the configuration asks for is missing
     */
    public Aihf<T> build() {
      if (config == null) {
        throw new IllegalArgumentException(
            "Aihf needs a config: builder(policy, reward).config(...)");
      }
      return new Aihf<>(this);
    }
  }
}
