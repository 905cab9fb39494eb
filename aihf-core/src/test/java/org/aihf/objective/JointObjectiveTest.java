package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aihf.data.Preference;
import org.aihf.objective.RewardObjective.Counts;
import org.aihf.objective.RewardObjective.Result;
import org.aihf.objective.RewardObjective.Scores;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JointObjectiveTest {
  private static final int DEMONSTRATIONS = 3;
  private static final int PAIRS = 4;

  static Stream<JointObjective> objectives() {
    return Stream.of(
        JointObjective.linear(0.7),
        JointObjective.logistic(0.7),
        JointObjective.bradleyTerry(),
        new JointObjective(2, MarginLoss.LOGISTIC, MarginLoss.LOGISTIC, 0.3, 0.01),
        new JointObjective(0.1, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 5, 1));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsAreTheGradientOfTheLoss(JointObjective objective) {
    for (long seed = 0; seed < 5; seed++) {
      double[] x = random(seed, 2 * DEMONSTRATIONS + 2 * PAIRS);
      double[] margins = random(seed + 100, PAIRS);
      double[] weights = Arrays.stream(random(seed + 200, PAIRS)).map(Math::abs).toArray();

      Result result = objective.evaluate(scores(x, margins, weights));

      FiniteDifferences.assertSameGradient(
          flat(result),
          FiniteDifferences.gradient(
              y -> objective.evaluate(scores(y, margins, weights)).loss(), x));
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsAndMetricsOfSinglesAddUpToThoseOfTheBatch(JointObjective objective) {
    Scores all = scores(random(1, 14), random(2, PAIRS), new double[] {1, 2, 0, 0.5});
    Result whole = objective.evaluate(all);
    Counts counts = all.counts();
    double loss = 0;
    double margins = 0;
    for (int i = 0; i < DEMONSTRATIONS; i++) {
      Result one = objective.evaluate(demonstration(all, i), counts);
      assertThat(one.demonstrations()[0]).isEqualTo(whole.demonstrations()[i]);
      assertThat(one.ownSamples()[0]).isEqualTo(whole.ownSamples()[i]);
      loss += one.loss();
    }
    for (int i = 0; i < PAIRS; i++) {
      Result one = objective.evaluate(pair(all, i), counts);
      assertThat(one.chosen()[0]).isEqualTo(whole.chosen()[i]);
      assertThat(one.rejected()[0]).isEqualTo(whole.rejected()[i]);
      loss += one.loss();
      margins += one.metrics().get("rewards/margins");
    }
    assertThat(loss).isCloseTo(whole.loss(), within(1e-12));
    assertThat(margins).isCloseTo(whole.metrics().get("rewards/margins"), within(1e-12));
  }

  @Test
  void linearIsEquation22() {
    double demonstration = 0.4;
    double own = -1.1;
    double chosen = 0.3;
    double rejected = 0.8;
    Result result =
        JointObjective.linear(0.25)
            .evaluate(
                new Scores(
                    new double[] {demonstration},
                    new double[] {own},
                    new double[] {chosen},
                    new double[] {rejected},
                    new double[1],
                    new double[] {1}));
    double surprise = 1 - 1 / (1 + Math.exp(-(chosen - rejected)));
    assertThat(result.demonstrations()).containsExactly(-0.25);
    assertThat(result.ownSamples()).containsExactly(0.25);
    assertThat(result.chosen()[0]).isCloseTo(-surprise, within(1e-15));
    assertThat(result.rejected()[0]).isCloseTo(surprise, within(1e-15));
  }

  @Test
  void aPriorIsALogOddsOffsetInsideTheSigmoid() {
    // P(l < w) of Section 3.2: μ⁰(w) e^{R(w)/β} / (μ⁰(w) e^{R(w)/β} + μ⁰(l) e^{R(l)/β}).
    double beta = 0.5;
    double priorW = 0.2;
    double priorL = 0.7;
    double rewardW = 0.9;
    double rewardL = 0.4;
    Preference<String> pair =
        Preference.of("w", "l").withPriorLogOdds(Math.log(priorW) - Math.log(priorL));
    double loss =
        new JointObjective(0, MarginLoss.LINEAR, MarginLoss.LOGISTIC, beta, 0)
            .evaluate(pairScores(rewardW, rewardL, pair.margin()))
            .loss();
    double w = priorW * Math.exp(rewardW / beta);
    double l = priorL * Math.exp(rewardL / beta);
    assertThat(loss).isCloseTo(-Math.log(w / (w + l)), within(1e-14));
  }

  @Test
  void metricsHaveTrlsNamesAndATieIsNoWin() {
    Scores scores =
        new Scores(
            new double[] {2},
            new double[] {0.5},
            new double[] {3, 1},
            new double[] {1, 1},
            new double[2],
            new double[] {1, 1});
    var metrics = JointObjective.linear(1).evaluate(scores).metrics();
    assertThat(metrics.get("rewards/chosen")).isEqualTo(2);
    assertThat(metrics.get("rewards/rejected")).isEqualTo(1);
    assertThat(metrics.get("rewards/margins")).isEqualTo(1);
    assertThat(metrics.get("rewards/accuracies")).isEqualTo(0.5);
    assertThat(metrics.get("rewards/demonstrations")).isEqualTo(2);
    assertThat(metrics.get("rewards/own_samples")).isEqualTo(0.5);
    assertThat(metrics.get("demonstrations/margins")).isEqualTo(1.5);
  }

  @Test
  void staysFiniteFarFromTheBoundary() {
    Result result = JointObjective.logistic(1).evaluate(pairScores(-5000, 5000, 0));
    assertThat(result.loss()).isEqualTo(10000);
    assertThat(result.chosen()).containsExactly(-1);
  }

  @Test
  void aBatchWhosePairsAllWeighNothingHasNoGradient() {
    Scores scores =
        new Scores(
            new double[0],
            new double[0],
            new double[] {1},
            new double[] {0},
            new double[1],
            new double[1]);
    Result result = JointObjective.bradleyTerry().evaluate(scores);
    assertThat(result.loss()).isZero();
    assertThat(result.chosen()).containsExactly(0);
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> JointObjective.linear(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("demonstrationWeight must be finite and >= 0, not -1.0");
    assertThatThrownBy(() -> new JointObjective(1, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 0, 0))
        .hasMessage("temperature must be finite and > 0, not 0.0");
    assertThatThrownBy(
            () -> new JointObjective(1, MarginLoss.LINEAR, MarginLoss.LOGISTIC, 1, Double.NaN))
        .hasMessage("centering must be finite and >= 0, not NaN");
  }

  private static Scores scores(double[] x, double[] margins, double[] weights) {
    int d = DEMONSTRATIONS;
    return new Scores(
        Arrays.copyOfRange(x, 0, d),
        Arrays.copyOfRange(x, d, 2 * d),
        Arrays.copyOfRange(x, 2 * d, 2 * d + PAIRS),
        Arrays.copyOfRange(x, 2 * d + PAIRS, x.length),
        margins,
        weights);
  }

  private static Scores demonstration(Scores all, int i) {
    double[] none = {};
    return new Scores(
        new double[] {all.demonstrations()[i]},
        new double[] {all.ownSamples()[i]},
        none,
        none,
        none,
        none);
  }

  private static Scores pair(Scores all, int i) {
    double[] none = {};
    return new Scores(
        none,
        none,
        new double[] {all.chosen()[i]},
        new double[] {all.rejected()[i]},
        new double[] {all.margins()[i]},
        new double[] {all.weights()[i]});
  }

  private static Scores pairScores(double chosen, double rejected, double margin) {
    double[] none = {};
    return new Scores(
        none,
        none,
        new double[] {chosen},
        new double[] {rejected},
        new double[] {margin},
        new double[] {1});
  }

  private static double[] flat(Result result) {
    return Stream.of(
            result.demonstrations(), result.ownSamples(), result.chosen(), result.rejected())
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static double[] random(long seed, int size) {
    RandomStream random = RandomStream.of(seed);
    return IntStream.range(0, size).mapToDouble(i -> 2 * random.nextGaussian()).toArray();
  }
}
