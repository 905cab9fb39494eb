package org.aihf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.reward.RewardFunction;
import org.aihf.torch.TestDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Policy} must do for the {@link org.aihf.Aihf} loop to be right. Extend it in
 * your own tests (dependency {@code org.aihf:aihf-core}, type {@code test-jar}, scope test) and
 * name the class {@code ...Test}.
 */
public abstract class PolicyContract<T> {
  @TempDir Path directory;

  private final List<Policy<T>> created = new ArrayList<>();

  /**
   * A fresh policy at π⁰: always the same weights; {@code seed} is that of its own randomness. A
   * run that resumes makes its policy with the same seed, then restores it.
   */
  protected abstract Policy<T> create(long seed) throws Exception;

  /** At least two trajectories in different contexts, as demonstrations are. */
  protected abstract List<T> trajectories();

  /** A reward that this policy can raise, far from constant on its samples. */
  protected abstract RewardFunction<T> reward();

  /** Updates after which the mean reward of fresh samples is higher by {@link #gain()}. */
  protected abstract int learningSteps();

  /** See {@link #learningSteps()}. */
  protected abstract double gain();

  /** The context (prompt, start state) of a trajectory, by value. */
  protected abstract Object contextOf(T trajectory);

  /** Everything of a trajectory that matters, by value. */
  protected Object contentOf(T trajectory) {
    return trajectory;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (Policy<T> policy : created) {
      if (policy instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  @Test
  void samplesAnswerTheGivenContextsInOrder() throws Exception {
    List<T> contexts = many();
    assertThat(contextsOf(policy(1).sample(contexts))).isEqualTo(contextsOf(contexts));
  }

  @Test
  void samplingNothingGivesNothing() throws Exception {
    assertThat(policy(1).sample(List.of())).isEmpty();
  }

  @Test
  void samplesAreFreshEveryTime() throws Exception {
    Policy<T> policy = policy(1);
    assertThat(contents(policy.sample(many()))).isNotEqualTo(contents(policy.sample(many())));
  }

  @Test
  void theSameSeedGivesTheSameSamplesAndAnotherSeedOthers() throws Exception {
    List<Object> samples = contents(policy(1).sample(many()));
    assertThat(contents(policy(1).sample(many()))).isEqualTo(samples);
    assertThat(contents(policy(2).sample(many()))).isNotEqualTo(samples);
  }

  @Test
  void everyUpdateIsReportedWithFiniteMetrics() throws Exception {
    List<Metrics> steps = new ArrayList<>();
    Metrics mean = policy(1).align(reward(), 3, steps::add);
    assertThat(steps).hasSize(3);
    assertThat(mean.values()).isNotEmpty();
    for (Metrics step : steps) {
      assertThat(step.values().values()).allMatch(Double::isFinite);
    }
  }

  @Test
  void noUpdateChangesNothing() throws Exception {
    Policy<T> aligned = policy(1);
    aligned.align(reward(), 0, step -> {});
    assertThat(contents(aligned.sample(many()))).isEqualTo(contents(policy(1).sample(many())));
  }

  @Test
  void alignmentRaisesTheRewardOfFreshSamples() throws Exception {
    Policy<T> policy = policy(1);
    double before = meanReward(policy);
    policy.align(reward(), learningSteps(), step -> {});
    assertThat(meanReward(policy)).isGreaterThan(before + gain());
  }

  @Test
  void alignmentAsksForFiniteRewards() throws Exception {
    Policy<T> policy = policy(1);
    RewardFunction<T> broken = batch -> filled(batch.size(), Double.NaN);
    assertThatThrownBy(() -> policy.align(broken, 1, step -> {}))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aRestoredPolicyContinuesBitForBit() throws Exception {
    TestDevice.assumeRepeatable();
    Policy<T> first = policy(1);
    first.align(reward(), 2, step -> {});
    first.sample(trajectories());
    first.save(directory);
    Policy<T> second = policy(1);
    second.restore(directory);

    assertThat(contents(second.sample(many()))).isEqualTo(contents(first.sample(many())));
    List<Metrics> firstSteps = new ArrayList<>();
    List<Metrics> secondSteps = new ArrayList<>();
    first.align(reward(), 2, firstSteps::add);
    second.align(reward(), 2, secondSteps::add);
    assertThat(contents(second.sample(many()))).isEqualTo(contents(first.sample(many())));
    for (int i = 0; i < 2; i++) {
      assertThat(secondSteps.get(i).values()).isEqualTo(firstSteps.get(i).values());
    }
  }

  @Test
  void restoringFromAnEmptyDirectoryNamesIt() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Policy<T> policy = policy(1);
    assertThatThrownBy(() -> policy.restore(empty))
        .isInstanceOfAny(IOException.class, UserError.class)
        .hasMessageContaining(empty.toString());
  }

  private Policy<T> policy(long seed) throws Exception {
    Policy<T> policy = create(seed);
    created.add(policy);
    return policy;
  }

  private double meanReward(Policy<T> policy) {
    return Arrays.stream(reward().score(policy.sample(many()))).average().orElseThrow();
  }

  /** Enough contexts that two independent draws differ somewhere. */
  private List<T> many() {
    List<T> many = new ArrayList<>();
    while (many.size() < 32) {
      many.addAll(trajectories());
    }
    return many;
  }

  private List<Object> contextsOf(List<T> trajectories) {
    return trajectories.stream().map(this::contextOf).toList();
  }

  private List<Object> contents(List<T> trajectories) {
    return trajectories.stream().map(this::contentOf).toList();
  }

  private static double[] filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }
}
