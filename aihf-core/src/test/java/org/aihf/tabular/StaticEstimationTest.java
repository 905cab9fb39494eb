package org.aihf.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.aihf.objective.FiniteDifferences;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class StaticEstimationTest {
  private static final int ACTIONS = 5;
  private static final double[] REWARD = {0.3, -1, 0.8, 0, 1.5};

  @Test
  void theLikelihoodsGradientIsItsDerivative() {
    LuceLikelihood likelihood =
        new LuceLikelihood(
            new double[] {3, 0, 2}, new double[][] {{0, 2, 1}, {0, 0, 4}, {1.5, 1, 0}});
    double[] reward = {0.2, -1, 0.7};
    FiniteDifferences.assertSameGradient(
        likelihood.gradient(reward), FiniteDifferences.gradient(likelihood::value, reward));
  }

  @Test
  void theAihfPolicyIsTheFixedPointOfEquation18Corrected() {
    for (long seed = 0; seed < 5; seed++) {
      StaticData data = data(seed);
      double[] policy = StaticEstimation.aihf(data);
      assertClose(StaticEstimation.fixedPoint(data, policy), policy, 1e-14);
    }
  }

  @Test
  void withoutDemonstrationsItIsThePreferencePolicyOfEquation17() {
    StaticData data = new StaticData(new int[ACTIONS], data(3).wins());
    double[] policy = StaticEstimation.preference(data);
    assertClose(StaticEstimation.fixedPoint(data, policy), policy, 1e-14);
    assertClose(StaticEstimation.aihf(data), policy, 1e-14);
  }

  @Test
  void asPrintedEquations17And18HoldForTwoActionsOnly() {
    StaticData two = TwoActions.largeDemonstrations();
    assertClose(printed(two, StaticEstimation.aihf(two), false), StaticEstimation.aihf(two), 1e-14);
    assertClose(printed(two, StaticEstimation.aihf(two), true), StaticEstimation.aihf(two), 1e-14);
    StaticData five = data(0);
    double[] policy = StaticEstimation.aihf(five);
    assertThat(distance(printed(five, policy, false), policy)).isGreaterThan(0.05);
    assertThat(distance(printed(five, policy, true), policy)).isGreaterThan(0.05);
  }

  @Test
  void theAihfPolicyMaximisesEquation29() {
    StaticData data = data(1);
    double[] best = StaticEstimation.aihf(data);
    double[] counts = Arrays.stream(data.demonstrations()).asDoubleStream().toArray();
    double[][] wins =
        Arrays.stream(data.wins())
            .map(row -> Arrays.stream(row).asDoubleStream().toArray())
            .toArray(double[][]::new);
    LuceLikelihood likelihood = new LuceLikelihood(counts, wins);
    double[] reward = Arrays.stream(best).map(Math::log).toArray();
    for (double g : likelihood.gradient(reward)) {
      assertThat(g).isCloseTo(0, within(1e-10));
    }
  }

  @Test
  void equation29IsEquation5WithTheRatioOfCounts() {
    StaticData data = data(2);
    double ratio = data.demonstrationCount() / (double) data.preferenceCount();
    assertClose(StaticEstimation.aihf(data, ratio), StaticEstimation.aihf(data), 1e-13);
    assertClose(StaticEstimation.aihf(data, 0), StaticEstimation.preference(data), 1e-13);
    assertThat(distance(StaticEstimation.aihf(data, 1e6), StaticEstimation.sft(data)))
        .isLessThan(1e-4);
  }

  @Test
  void sftIsTheFrequencies() {
    assertThat(StaticEstimation.sft(new StaticData(new int[] {1, 0, 3}, new int[3][3])))
        .containsExactly(0.25, 0, 0.75);
  }

  @Test
  void rlhfIsTheSoftmaxOfTheSumOfRewards() {
    StaticData data = data(4);
    double[] sft = StaticEstimation.sft(data);
    double[] preference = StaticEstimation.preference(data);
    double[] sum = new double[ACTIONS];
    Arrays.setAll(sum, i -> Math.log(sft[i]) + Math.log(preference[i]));
    assertClose(StaticEstimation.rlhf(data), Softmax.of(sum), 1e-15);
  }

  @Test
  void rlhfNeverRevivesWhatWasNeverDemonstratedAndAihfDoes() {
    int[][] wins = data(0).wins();
    StaticData data = new StaticData(new int[] {30, 30, 0, 30, 30}, wins);
    assertThat(StaticEstimation.rlhf(data)[2]).isZero();
    assertThat(StaticEstimation.aihf(data)[2]).isGreaterThan(0.05);
  }

  @Test
  void manyDataGiveTheTruthButRlhfCountsItTwice() {
    double[] truth = Softmax.of(REWARD);
    StaticData data = StaticData.sample(truth, 300_000, REWARD, 60_000, RandomStream.of(9));
    assertThat(distance(StaticEstimation.aihf(data), truth)).isLessThan(0.005);
    assertThat(distance(StaticEstimation.preference(data), truth)).isLessThan(0.005);
    double[] twice = Softmax.of(Arrays.stream(REWARD).map(r -> 2 * r).toArray());
    assertThat(distance(StaticEstimation.rlhf(data), twice)).isLessThan(0.01);
  }

  @Test
  void aLikelihoodWithoutMaximumIsRefusedByName() {
    StaticData data =
        new StaticData(new int[] {0, 0, 0}, new int[][] {{0, 3, 1}, {1, 0, 0}, {0, 0, 0}});
    assertThatThrownBy(() -> StaticEstimation.preference(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no finite rewards maximise the likelihood: actions [3] never won against any of the others");
    StaticData unbeaten = new StaticData(new int[] {0, 0}, new int[][] {{0, 0}, {5, 0}});
    assertThatThrownBy(() -> StaticEstimation.preference(unbeaten))
        .hasMessageContaining("actions [2] never lost against any of the others");
  }

  @Test
  void tiltIsTheClosedFormOfEquation11AndMaximisesEquation7() {
    double[] prior = {0.5, 0.3, 0.2};
    double[] reward = {1, 2, -1};
    double beta = 0.7;
    double[] best = Softmax.tilt(prior, reward, beta);
    double value = Softmax.value(prior, reward, beta);
    assertThat(regularised(best, prior, reward, beta)).isCloseTo(value, within(1e-14));
    RandomStream random = RandomStream.of(1);
    for (int i = 0; i < 100; i++) {
      double[] other =
          Softmax.of(IntStream.range(0, 3).mapToDouble(j -> random.nextGaussian()).toArray());
      assertThat(regularised(other, prior, reward, beta)).isLessThanOrEqualTo(value);
    }
  }

  private static double regularised(double[] p, double[] prior, double[] reward, double beta) {
    return IntStream.range(0, p.length)
        .mapToDouble(i -> p[i] * (reward[i] - beta * Math.log(p[i] / prior[i])))
        .sum();
  }

  private static StaticData data(long seed) {
    RandomStream random = RandomStream.of(seed);
    return StaticData.sample(Softmax.of(REWARD), 100, REWARD, 12, random);
  }

  /** (18) with ρ_{−i} as printed, or the line above (30) with |P|. */
  private static double[] printed(StaticData data, double[] policy, boolean allPairs) {
    double[] next = new double[policy.length];
    for (int i = 0; i < next.length; i++) {
      double wins = data.demonstrations()[i];
      double rho = 0;
      double comparisons = 0;
      for (int j = 0; j < next.length; j++) {
        if (j != i) {
          wins += data.wins()[i][j];
          comparisons += data.comparisons(i, j);
          rho += 1 / (policy[i] + policy[j]);
        }
      }
      next[i] =
          wins
              / (data.demonstrationCount()
                  + rho * (allPairs ? data.preferenceCount() : comparisons));
    }
    return next;
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(distance(actual, expected)).isLessThan(tolerance);
  }

  private static double distance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }
}
