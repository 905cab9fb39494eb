package org.aihf.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.AihfResult;
import org.aihf.BestCheckpoint;
import org.aihf.EarlyStopping;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.docs.ContextualBandit.BanditPolicy;
import org.aihf.docs.ContextualBandit.BanditReward;
import org.aihf.docs.ContextualBandit.Decision;
import org.aihf.objective.JointObjective;
import org.aihf.objective.Sigmoid;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.tabular.LinearWeights;
import org.aihf.tabular.Softmax;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/how-to/own-policy.md's bandit finds an optimum that is known. */
class ContextualBanditTest {
  /** The truth: θ_a · x is what action a is worth in context x. */
  private static final double[][] THETA = {
    {1.5, 0, -0.5, 0}, {-0.5, 1.5, 0, 0}, {0, -0.5, 1.5, 0},
  };

  @Test
  void theLoopFindsTheKnownOptimum() {
    List<Decision> demonstrations = demonstrations(contexts(500, 1), RandomStream.of(2));
    List<Preference<Decision>> preferences = preferences(contexts(500, 3), RandomStream.of(4));
    BanditPolicy policy = ContextualBandit.train(demonstrations, preferences);
    assertThat(distance(policy, contexts(500, 5))).isLessThan(0.05);
  }

  @Test
  void beforeTrainingItIsFarFromIt() {
    assertThat(distance(policy(List.of(), 1), contexts(500, 5))).isGreaterThan(0.35);
  }

  @Test
  void itIsSixtyLinesOfCode() throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/java/org/aihf/docs/ContextualBandit.java"));
    List<String> code =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.matches("(import|package|//|/\\*\\*).*"))
            .toList();
    assertThat(code).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void aRunThatGetsNoBetterStopsAndItsBestPolicyIsKept(@TempDir Path directory) throws IOException {
    List<double[]> contexts = contexts(50, 6);
    List<double[]> heldOut = contexts(100, 7);
    List<Decision> demonstrations = demonstrations(contexts, RandomStream.of(8));
    BanditReward reward = new BanditReward(new double[3][4]);

    // snippet: listeners
    BanditPolicy policy = new BanditPolicy(new double[3][4], RandomStream.of(1), contexts, 1);
    ToDoubleFunction<Metrics> quality = metrics -> -distance(policy, heldOut);
    BestCheckpoint best = new BestCheckpoint(policy, directory.resolve("best"), quality);
    AihfResult result =
        Aihf.builder(policy, reward)
            .config(new AihfConfig(1000, 5, 2, JointObjective.linear(1), 50, 0, 1))
            .demonstrations(demonstrations)
            .listener(AihfListener.all(best, new EarlyStopping(quality, 20, 1e-3)))
            .build()
            .run();
    policy.restore(directory.resolve("best"));
    // end

    assertThat(result.stopped()).isTrue();
    assertThat(result.iterations()).hasSizeLessThan(1000);
    assertThat(distance(policy, heldOut)).isEqualTo(-best.best()).isLessThan(0.2);
  }

  @Test
  void weightsAndContextsOfDifferentSizesAreRefused() {
    assertThatThrownBy(() -> new BanditReward(new double[3][4]).times(new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 with 5");
  }

  @Nested
  class ThePolicy extends PolicyContract<Decision> {
    @Override
    protected Policy<Decision> create(long seed) {
      return policy(contexts(20, 3), seed);
    }

    @Override
    protected List<Decision> trajectories() {
      return contexts(4, 4).stream().map(x -> new Decision(x, 0)).toList();
    }

    @Override
    protected RewardFunction<Decision> reward() {
      return batch -> batch.stream().mapToDouble(d -> 2 * worth(d)).toArray();
    }

    @Override
    protected int learningSteps() {
      return 100;
    }

    @Override
    protected double gain() {
      return 0.5;
    }

    @Override
    protected Object contextOf(Decision decision) {
      return Arrays.toString(decision.context());
    }

    @Override
    protected Object contentOf(Decision decision) {
      return Arrays.toString(decision.context()) + decision.action();
    }
  }

  @Nested
  class TheReward extends RewardModelContract<Decision> {
    @Override
    protected RewardModel<Decision> create() {
      return new BanditReward(new double[3][4]);
    }

    @Override
    protected RewardBatch<Decision> batch() {
      double[] first = {1, 0, 0, 0};
      double[] second = {0, 1, 0, 0};
      return new RewardBatch<>(
          List.of(new Decision(first, 0), new Decision(second, 1)),
          List.of(new Decision(first, 1), new Decision(second, 2)),
          List.of(Preference.of(new Decision(first, 0), new Decision(first, 2))));
    }

    @Override
    protected int learningSteps() {
      return 20;
    }
  }

  private static BanditPolicy policy(List<double[]> contexts, long seed) {
    return new BanditPolicy(new double[3][4], RandomStream.of(seed), contexts, 1);
  }

  private static double worth(Decision decision) {
    return LinearWeights.dot(THETA[decision.action()], decision.context());
  }

  /** Arg max of eq. 7 for the true reward and β = 1 (eq. 11). */
  private static double[] optimum(double[] context) {
    return Softmax.of(
        Arrays.stream(THETA).mapToDouble(w -> LinearWeights.dot(w, context)).toArray());
  }

  /** Total variation between the policy and the optimum, mean over contexts. */
  private static double distance(BanditPolicy policy, List<double[]> contexts) {
    double sum = 0;
    for (double[] x : contexts) {
      double[] p = policy.probabilities(x);
      double[] best = optimum(x);
      for (int a = 0; a < p.length; a++) {
        sum += Math.abs(p[a] - best[a]) / 2;
      }
    }
    return sum / contexts.size();
  }

  private static List<double[]> contexts(int count, long seed) {
    RandomStream random = RandomStream.of(seed);
    return Stream.generate(() -> DoubleStream.generate(random::nextGaussian).limit(4).toArray())
        .limit(count)
        .toList();
  }

  /** The experts are at the optimum. */
  private static List<Decision> demonstrations(List<double[]> contexts, RandomStream random) {
    return contexts.stream().map(x -> new Decision(x, Softmax.sample(optimum(x), random))).toList();
  }

  /** Two random actions, compared as eq. 8 says. */
  private static List<Preference<Decision>> preferences(
      List<double[]> contexts, RandomStream random) {
    List<Preference<Decision>> pairs = new ArrayList<>();
    for (double[] x : contexts) {
      int action = random.nextInt(3);
      Decision a = new Decision(x, action);
      Decision b = new Decision(x, (action + 1 + random.nextInt(2)) % 3);
      boolean first = random.nextDouble() < Sigmoid.of(worth(a) - worth(b));
      pairs.add(first ? Preference.of(a, b) : Preference.of(b, a));
    }
    return pairs;
  }
}
