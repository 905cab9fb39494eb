package org.aihf.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.AihfResult;
import org.aihf.BestCheckpoint;
import org.aihf.EarlyStopping;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.objective.RewardObjective;
import org.aihf.objective.Sigmoid;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.run.AtomicFiles;
import org.aihf.tabular.Softmax;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy and a reward of one's own, on aihf-core alone; quoted by docs/how-to/own-policy.md. */
class ContextualBanditTest {
  private static final int ACTIONS = 3;
  private static final int FEATURES = 4;

  // snippet: types
  /** What is aligned here: an action taken in a context. */
  @SuppressWarnings("ArrayRecordComponent")
  record Decision(double[] context, int action) {}

  /** A score w_a · x per action, kept with a counter or random state. */
  static final class Linear {
    final double[][] weights = new double[ACTIONS][FEATURES];

    double of(Decision d) {
      double sum = 0;
      for (int i = 0; i < FEATURES; i++) {
        sum += weights[d.action()][i] * d.context()[i];
      }
      return sum;
    }

    void add(Decision d, double size) {
      for (int i = 0; i < FEATURES; i++) {
        weights[d.action()][i] += size * d.context()[i];
      }
    }

    void write(Path file, long state) {
      String numbers = Arrays.stream(weights).map(Arrays::toString).reduce("", String::concat);
      AtomicFiles.write(file, state + " " + numbers.replaceAll("[\\[\\],]", " "));
    }

    long read(Path file) throws IOException {
      String[] numbers = Files.readString(file).trim().split("\\s+");
      for (int i = 0; i < ACTIONS * FEATURES; i++) {
        weights[i / FEATURES][i % FEATURES] = Double.parseDouble(numbers[i + 1]);
      }
      return Long.parseLong(numbers[0]);
    }
  }

  // end

  // snippet: policy
  /** π(a|x) = softmax of w_a · x; π⁰ is uniform, β the weight of the KL to it. */
  static final class BanditPolicy implements Policy<Decision> {
    private final List<double[]> contexts;
    private final double beta;
    private final RandomStream random;
    private final Linear logits = new Linear();

    BanditPolicy(List<double[]> contexts, double beta, RandomStream random) {
      this.contexts = contexts;
      this.beta = beta;
      this.random = random;
    }

    double[] probabilities(double[] context) {
      return Softmax.of(everyAction(context).stream().mapToDouble(logits::of).toArray());
    }

    /** Few actions: the expectation of eq. 7 over them is a sum, and so is its gradient. */
    @Override
    public Metrics align(RewardFunction<Decision> reward, int steps, Consumer<Metrics> onStep) {
      List<Metrics> history = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        double score = 0;
        double kl = 0;
        for (double[] context : contexts) {
          List<Decision> actions = everyAction(context);
          double[] p = probabilities(context);
          double[] r = reward.finiteScores(actions);
          double value = 0;
          for (int a = 0; a < ACTIONS; a++) {
            value += p[a] * (r[a] - beta * Math.log(p[a] * ACTIONS));
            score += p[a] * r[a] / contexts.size();
            kl += p[a] * Math.log(p[a] * ACTIONS) / contexts.size();
          }
          for (int a = 0; a < ACTIONS; a++) {
            double advantage = r[a] - beta * Math.log(p[a] * ACTIONS) - value;
            logits.add(actions.get(a), p[a] * advantage / contexts.size());
          }
        }
        history.add(Metrics.of("objective/scores", score).with("objective/kl", kl));
        onStep.accept(history.get(step));
      }
      return Metrics.mean(history);
    }

    @Override
    public List<Decision> sample(List<Decision> contexts) {
      return contexts.stream()
          .map(d -> new Decision(d.context(), Softmax.sample(probabilities(d.context()), random)))
          .toList();
    }

    @Override
    public void save(Path directory) {
      logits.write(directory.resolve("policy.txt"), random.state());
    }

    @Override
    public void restore(Path directory) throws IOException {
      random.resumeAt(logits.read(directory.resolve("policy.txt")));
    }

    private static List<Decision> everyAction(double[] context) {
      return IntStream.range(0, ACTIONS).mapToObj(a -> new Decision(context, a)).toList();
    }
  }

  // end

  // snippet: reward
  /** R(x, a) = θ_a · x. */
  static final class BanditReward implements RewardModel<Decision> {
    private final Linear theta = new Linear();

    @Override
    public double[] score(List<Decision> decisions) {
      return decisions.stream().mapToDouble(theta::of).toArray();
    }

    @Override
    public Metrics align(RewardBatch<Decision> batch, RewardObjective objective) {
      List<Decision> chosen = batch.preferences().stream().map(Preference::chosen).toList();
      List<Decision> rejected = batch.preferences().stream().map(Preference::rejected).toList();
      RewardObjective.Result result =
          objective.evaluate(
              new RewardObjective.Scores(
                  score(batch.demonstrations()),
                  score(batch.ownSamples()),
                  score(chosen),
                  score(rejected),
                  batch.preferences().stream().mapToDouble(Preference::margin).toArray(),
                  batch.preferences().stream().mapToDouble(Preference::weight).toArray()));
      double[] all =
          Stream.of(
                  result.demonstrations(), result.ownSamples(), result.chosen(), result.rejected())
              .flatMapToDouble(DoubleStream::of)
              .toArray();
      if (!DoubleStream.of(all).allMatch(Double::isFinite)) {
        throw new ArithmeticException("a coefficient of the objective is not finite");
      }
      descend(batch.demonstrations(), result.demonstrations());
      descend(batch.ownSamples(), result.ownSamples());
      descend(chosen, result.chosen());
      descend(rejected, result.rejected());
      return result.metrics();
    }

    /** θ ← θ − η Σ c ∇R, and ∇R is the context. */
    private void descend(List<Decision> decisions, double[] coefficients) {
      for (int i = 0; i < coefficients.length; i++) {
        theta.add(decisions.get(i), -0.5 * coefficients[i]);
      }
    }

    @Override
    public void save(Path directory) {
      theta.write(directory.resolve("reward.txt"), 0);
    }

    @Override
    public void restore(Path directory) throws IOException {
      theta.read(directory.resolve("reward.txt"));
    }
  }

  // end

  @Test
  void aRunThatGetsNoBetterStopsAndItsBestPolicyIsKept(@TempDir Path directory) throws IOException {
    List<double[]> contexts = contexts(50, RandomStream.of(6));
    List<double[]> heldOut = contexts(100, RandomStream.of(7));
    List<Decision> demonstrations = contexts.stream().map(x -> new Decision(x, best(x))).toList();
    BanditReward reward = new BanditReward();

    // snippet: listeners
    BanditPolicy policy = new BanditPolicy(contexts, 0.5, RandomStream.of(1).split("policy"));
    ToDoubleFunction<Metrics> quality = metrics -> accuracy(policy, heldOut);
    BestCheckpoint best = new BestCheckpoint(policy, directory.resolve("best"), quality);
    AihfResult result =
        Aihf.builder(policy, reward)
            .config(new AihfConfig(1000, 5, 2, JointObjective.logistic(1), 50, 0, 1))
            .demonstrations(demonstrations)
            .listener(AihfListener.all(best, new EarlyStopping(quality, 10, 1e-3)))
            .build()
            .run();
    policy.restore(directory.resolve("best"));
    // end

    assertThat(result.stopped()).isTrue();
    assertThat(result.iterations()).hasSizeLessThan(1000);
    assertThat(accuracy(policy, heldOut)).isEqualTo(best.best()).isGreaterThan(0.6);
  }

  private static double accuracy(BanditPolicy policy, List<double[]> contexts) {
    return contexts.stream()
        .mapToDouble(x -> policy.probabilities(x)[best(x)])
        .average()
        .orElseThrow();
  }

  @Test
  void theLoopLearnsWhatDemonstrationsAndPreferencesSay() {
    RandomStream random = RandomStream.of(5);
    List<double[]> contexts = contexts(200, random.split("contexts"));
    List<Decision> demonstrations = contexts.stream().map(x -> new Decision(x, best(x))).toList();
    List<Preference<Decision>> preferences = preferences(contexts, random.split("preferences"));
    BanditReward reward = new BanditReward();

    // snippet: run
    BanditPolicy policy = new BanditPolicy(contexts, 0.5, RandomStream.of(1).split("policy"));
    Aihf.builder(policy, reward)
        .config(new AihfConfig(100, 5, 2, JointObjective.logistic(1), 64, 64, 1))
        .demonstrations(demonstrations)
        .preferences(preferences)
        .build()
        .run();
    // end

    List<double[]> unseen = contexts(200, random.split("unseen"));
    double right =
        unseen.stream().mapToDouble(x -> policy.probabilities(x)[best(x)]).average().orElseThrow();
    assertThat(right).isGreaterThan(0.75);
  }

  @Nested
  class ThePolicy extends PolicyContract<Decision> {
    @Override
    protected Policy<Decision> create(long seed) {
      return new BanditPolicy(contexts(20, RandomStream.of(3)), 0.5, RandomStream.of(seed));
    }

    @Override
    protected List<Decision> trajectories() {
      return contexts(4, RandomStream.of(4)).stream().map(x -> new Decision(x, 0)).toList();
    }

    @Override
    protected RewardFunction<Decision> reward() {
      return batch ->
          batch.stream().mapToDouble(d -> d.action() == best(d.context()) ? 4 : 0).toArray();
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
      return new BanditReward();
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

  /** The truth: action a is best where feature a is the largest of the first three. */
  private static int best(double[] context) {
    return IntStream.range(0, ACTIONS).reduce(0, (a, b) -> context[b] > context[a] ? b : a);
  }

  private static List<double[]> contexts(int count, RandomStream random) {
    return Stream.generate(
            () -> DoubleStream.generate(random::nextGaussian).limit(FEATURES).toArray())
        .limit(count)
        .toList();
  }

  /** Two random actions, compared with noise by the feature of each. */
  private static List<Preference<Decision>> preferences(
      List<double[]> contexts, RandomStream random) {
    List<Preference<Decision>> pairs = new ArrayList<>();
    for (double[] x : contexts) {
      int a = random.nextInt(ACTIONS);
      int b = (a + 1 + random.nextInt(ACTIONS - 1)) % ACTIONS;
      boolean first = random.nextDouble() < Sigmoid.of(2 * (x[a] - x[b]));
      pairs.add(Preference.of(new Decision(x, first ? a : b), new Decision(x, first ? b : a)));
    }
    return pairs;
  }
}
