package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aihf.objective.AihfDpoObjective.Reduction;
import org.aihf.objective.PolicyObjective.Counts;
import org.aihf.objective.PolicyObjective.Pairs;
import org.aihf.objective.PolicyObjective.Result;
import org.aihf.objective.PolicyObjective.Scores;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyObjectivesTest {
  private static final int[] LENGTHS = {3, 1, 4};
  private static final int TOKENS = 8;
  private static final int PAIRS = 3;

  static Stream<PolicyObjective> objectives() {
    return Stream.of(
        SftObjective.CROSS_ENTROPY,
        new SftObjective(0.9),
        DpoObjective.logistic(0.1),
        new DpoObjective(MarginLoss.LINEAR, 2),
        new AihfDpoObjective(0.3, Reduction.SEQUENCE_SUM, DpoObjective.logistic(0.5)),
        new AihfDpoObjective(0.3, Reduction.TOKEN_MEAN, DpoObjective.logistic(0.5)));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsAreTheGradientOfTheLoss(PolicyObjective objective) {
    for (long seed = 0; seed < 5; seed++) {
      long s = seed;
      double[] x = random(seed, TOKENS + 2 * PAIRS);
      FiniteDifferences.assertSameGradient(
          flat(objective.evaluate(scores(x, s))),
          FiniteDifferences.gradient(y -> objective.evaluate(scores(y, s)).loss(), x));
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsOfMicroBatchesAddUpToThoseOfTheBatch(PolicyObjective objective) {
    Scores all = scores(random(7, TOKENS + 2 * PAIRS), 7);
    Result whole = objective.evaluate(all);
    Counts counts = all.counts();
    double loss = 0;
    for (int i = 0; i < LENGTHS.length; i++) {
      Result one =
          objective.evaluate(
              Scores.ofDemonstrations(new double[][] {all.demonstrations()[i]}), counts);
      assertThat(one.demonstrations()[0]).containsExactly(whole.demonstrations()[i]);
      loss += one.loss();
    }
    for (int i = 0; i < PAIRS; i++) {
      Result one = objective.evaluate(Scores.ofPreferences(pair(all.preferences(), i)), counts);
      assertThat(one.chosen()[0]).isEqualTo(whole.chosen()[i]);
      assertThat(one.rejected()[0]).isEqualTo(whole.rejected()[i]);
      loss += one.loss();
    }
    assertThat(loss).isCloseTo(whole.loss(), within(1e-12));
  }

  @Test
  void sftIsCrossEntropyOverAllTokens() {
    Result result =
        SftObjective.CROSS_ENTROPY.evaluate(
            Scores.ofDemonstrations(new double[][] {{-1, -2}, {-6}}));
    assertThat(result.loss()).isEqualTo(3);
    assertThat(result.demonstrations()[0]).containsExactly(-1.0 / 3, -1.0 / 3);
    assertThat(result.metrics().get("logps/demonstrations")).isEqualTo(-4.5);
  }

  @Test
  void aihfDpoWithoutDemonstrationsIsDpo() {
    Scores scores = scores(random(3, TOKENS + 2 * PAIRS), 3);
    DpoObjective dpo = DpoObjective.logistic(0.2);
    Result joint = new AihfDpoObjective(0, Reduction.SEQUENCE_SUM, dpo).evaluate(scores);
    Result plain = dpo.evaluate(scores);
    assertThat(joint.loss()).isEqualTo(plain.loss());
    assertThat(joint.chosen()).containsExactly(plain.chosen());
    assertThat(Arrays.stream(joint.demonstrations()).flatMapToDouble(Arrays::stream))
        .allMatch(c -> c == 0);
  }

  @Test
  void equation13SumsOverTheDemonstrationsTokens() {
    Result result =
        new AihfDpoObjective(0.5, Reduction.SEQUENCE_SUM, DpoObjective.logistic(0.1))
            .evaluate(Scores.ofDemonstrations(new double[][] {{-1, -2}, {-6}}));
    assertThat(result.loss()).isEqualTo(0.5 * 9 / 2);
    assertThat(result.demonstrations()[0]).containsExactly(-0.25, -0.25);
  }

  @Test
  void dpoReportsTrlsImplicitRewards() {
    Pairs pairs =
        Pairs.of(
            new double[] {-1, -4},
            new double[] {-3, -2},
            new double[] {-2, -2},
            new double[] {-2, -2});
    var metrics = DpoObjective.logistic(0.1).evaluate(Scores.ofPreferences(pairs)).metrics();
    assertThat(metrics.get("rewards/chosen")).isCloseTo(0.1 * (1 - 2) / 2, within(1e-15));
    assertThat(metrics.get("rewards/rejected")).isCloseTo(0.1 * (-1 + 0) / 2, within(1e-15));
    assertThat(metrics.get("rewards/margins")).isCloseTo(0, within(1e-15));
    assertThat(metrics.get("rewards/accuracies")).isEqualTo(0.5);
    assertThat(metrics.get("logps/chosen")).isEqualTo(-2.5);
    assertThat(metrics.get("logps/rejected")).isEqualTo(-2.5);
  }

  @Test
  void refusesImpossibleOptions() {
    assertThatThrownBy(() -> new SftObjective(0)).hasMessage("gamma must be in (0, 1], not 0.0");
    assertThatThrownBy(() -> DpoObjective.logistic(0))
        .hasMessage("beta must be finite and > 0, not 0.0");
    assertThatThrownBy(
            () -> new AihfDpoObjective(-1, Reduction.TOKEN_MEAN, DpoObjective.logistic(0.1)))
        .hasMessage("demonstrationWeight must be finite and >= 0, not -1.0");
  }

  /** The first entries of {@code x} are tokens, the rest the two sides of pairs. */
  private static Scores scores(double[] x, long seed) {
    double[][] demonstrations = new double[LENGTHS.length][];
    int at = 0;
    for (int i = 0; i < LENGTHS.length; i++) {
      demonstrations[i] = Arrays.copyOfRange(x, at, at + LENGTHS[i]);
      at += LENGTHS[i];
    }
    return new Scores(
        demonstrations,
        new Pairs(
            Arrays.copyOfRange(x, at, at + PAIRS),
            Arrays.copyOfRange(x, at + PAIRS, at + 2 * PAIRS),
            random(seed + 10, PAIRS),
            random(seed + 20, PAIRS),
            random(seed + 30, PAIRS),
            Arrays.stream(random(seed + 40, PAIRS)).map(Math::abs).toArray()));
  }

  private static Pairs pair(Pairs all, int i) {
    return new Pairs(
        new double[] {all.chosen()[i]},
        new double[] {all.rejected()[i]},
        new double[] {all.refChosen()[i]},
        new double[] {all.refRejected()[i]},
        new double[] {all.margins()[i]},
        new double[] {all.weights()[i]});
  }

  private static double[] flat(Result result) {
    return DoubleStream.concat(
            Arrays.stream(result.demonstrations()).flatMapToDouble(Arrays::stream),
            DoubleStream.concat(Arrays.stream(result.chosen()), Arrays.stream(result.rejected())))
        .toArray();
  }

  private static double[] random(long seed, int size) {
    RandomStream random = RandomStream.of(seed);
    return IntStream.range(0, size).mapToDouble(i -> 2 * random.nextGaussian()).toArray();
  }
}
