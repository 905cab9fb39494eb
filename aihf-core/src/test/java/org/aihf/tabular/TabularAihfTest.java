package org.aihf.tabular;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Algorithm 1 itself, on a table, ends where maximum likelihood says it must. */
class TabularAihfTest {
  private static final double[] UNIFORM = {0.25, 0.25, 0.25, 0.25};
  private static final double[] REWARD = {0.5, -0.5, 0, 1};
  private static final StaticData DATA =
      StaticData.sample(Softmax.of(REWARD), 60, REWARD, 10, RandomStream.of(11));

  @TempDir Path directory;

  @Test
  void theLoopFindsTheAihfPolicyOfEquation18() {
    TabularPolicy policy = policy(UNIFORM, new TabularAlignment.Exact(), 1);
    run(policy, DATA.demonstrationCount() / (double) DATA.preferenceCount());
    assertThat(distance(policy, StaticEstimation.aihf(DATA))).isLessThan(0.02);
    assertThat(distance(policy, StaticEstimation.sft(DATA))).isGreaterThan(0.03);
  }

  @Test
  void samplingThePolicyGradientEndsThereToo() {
    TabularPolicy policy = policy(UNIFORM, new TabularAlignment.Sampled(8, 0.1), 1);
    run(policy, DATA.demonstrationCount() / (double) DATA.preferenceCount());
    assertThat(distance(policy, StaticEstimation.aihf(DATA))).isLessThan(0.06);
  }

  @Test
  void withoutDemonstrationWeightTheLoopIsRlhfFromTheSftPolicy() {
    TabularPolicy policy = policy(StaticEstimation.sft(DATA), new TabularAlignment.Exact(), 1);
    run(policy, 0);
    assertThat(distance(policy, StaticEstimation.rlhf(DATA))).isLessThan(0.01);
  }

  @Test
  void demonstrationsOfSeveralContextsDoNotMix() {
    double[][] priors = {UNIFORM, UNIFORM};
    TabularPolicy policy =
        new TabularPolicy(priors, 1, new TabularAlignment.Exact(), RandomStream.of(1));
    List<Choice> demonstrations = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      demonstrations.add(new Choice(0, i % 2));
      demonstrations.add(new Choice(1, 3 - i % 3));
    }
    Aihf.builder(policy, new TabularReward(2, 4, 2, 100))
        .config(new AihfConfig(1500, 1, 1, JointObjective.linear(1), 120, 0, 3))
        .demonstrations(demonstrations)
        .build()
        .run();
    assertThat(Statistics.totalVariation(policy.probabilities(0), new double[] {0.5, 0.5, 0, 0}))
        .isLessThan(0.05);
    assertThat(
            Statistics.totalVariation(
                policy.probabilities(1), new double[] {0, 1 / 3.0, 1 / 3.0, 1 / 3.0}))
        .isLessThan(0.05);
  }

  @Test
  void aResumedRunIsTheUninterruptedOneBitForBit() throws Exception {
    TabularReward whole = new TabularReward(1, 4, 1, 50);
    TabularPolicy wholePolicy = policy(UNIFORM, new TabularAlignment.Sampled(4, 0.1), 5);
    List<Metrics> uninterrupted = loop(wholePolicy, whole, 12, k -> true).run().iterations();

    TabularReward first = new TabularReward(1, 4, 1, 50);
    TabularPolicy firstPolicy = policy(UNIFORM, new TabularAlignment.Sampled(4, 0.1), 5);
    Aihf<Choice> interrupted = loop(firstPolicy, first, 12, k -> k < 4);
    List<Metrics> metrics = new ArrayList<>(interrupted.run().iterations());
    interrupted.save(directory);

    TabularReward second = new TabularReward(1, 4, 1, 50);
    TabularPolicy secondPolicy = policy(UNIFORM, new TabularAlignment.Sampled(4, 0.1), 999);
    Aihf<Choice> resumed = loop(secondPolicy, second, 12, k -> true);
    resumed.restore(directory);
    assertThat(resumed.iteration()).isEqualTo(5);
    metrics.addAll(resumed.run().iterations());

    assertThat(metrics).isEqualTo(uninterrupted);
    assertThat(second.table()).isEqualTo(whole.table());
    assertThat(secondPolicy.probabilities(0)).containsExactly(wholePolicy.probabilities(0));
  }

  @Test
  void aForbiddenActionSurvivesACheckpoint() throws Exception {
    double[] prior = {0.5, 0.5, 0, 0};
    TabularPolicy policy = policy(prior, new TabularAlignment.Exact(), 1);
    policy.save(directory);
    TabularPolicy restored = policy(prior, new TabularAlignment.Exact(), 1);
    restored.restore(directory);
    assertThat(restored.probabilities(0)).containsExactly(prior);
  }

  private static void run(TabularPolicy policy, double demonstrationWeight) {
    Aihf.builder(policy, new TabularReward(1, 4, 4, 100))
        .config(
            new AihfConfig(
                2000,
                1,
                1,
                JointObjective.linear(demonstrationWeight),
                DATA.demonstrationCount(),
                DATA.preferenceCount(),
                3))
        .demonstrations(demonstrations())
        .preferences(preferences())
        .build()
        .run();
  }

  private static Aihf<Choice> loop(
      TabularPolicy policy,
      TabularReward reward,
      int iterations,
      java.util.function.IntPredicate goOn) {
    return Aihf.builder(policy, reward)
        .config(new AihfConfig(iterations, 3, 2, JointObjective.logistic(0.5), 7, 5, 3))
        .demonstrations(demonstrations())
        .preferences(preferences())
        .listener(
            new AihfListener() {
              @Override
              public boolean onIteration(int iteration, Metrics metrics) {
                return goOn.test(iteration);
              }
            })
        .build();
  }

  private static TabularPolicy policy(double[] prior, TabularAlignment alignment, long seed) {
    return new TabularPolicy(new double[][] {prior}, 1, alignment, RandomStream.of(seed));
  }

  private static List<Choice> demonstrations() {
    List<Choice> demonstrations = new ArrayList<>();
    for (int a = 0; a < DATA.actions(); a++) {
      for (int i = 0; i < DATA.demonstrations()[a]; i++) {
        demonstrations.add(new Choice(0, a));
      }
    }
    return demonstrations;
  }

  private static List<Preference<Choice>> preferences() {
    List<Preference<Choice>> preferences = new ArrayList<>();
    for (int i = 0; i < DATA.actions(); i++) {
      for (int j = 0; j < DATA.actions(); j++) {
        for (int w = 0; w < DATA.wins()[i][j]; w++) {
          preferences.add(Preference.of(new Choice(0, i), new Choice(0, j)));
        }
      }
    }
    return preferences;
  }

  private static double distance(TabularPolicy policy, double[] expected) {
    return Statistics.totalVariation(policy.probabilities(0), expected);
  }
}
