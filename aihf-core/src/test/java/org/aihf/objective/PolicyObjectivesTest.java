package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
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
  private static final int[] CHOSEN = {2, 3, 1};
  private static final int[] REJECTED = {1, 2, 4};
  private static final int PAIRS = CHOSEN.length;
  private static final int PAIR_TOKENS = 13;

  static Stream<PolicyObjective> objectives() {
    return Stream.of(
        SftObjective.CROSS_ENTROPY,
        new SftObjective(0.9),
        DpoObjective.logistic(0.1),
        new DpoObjective(MarginLoss.LINEAR, 2),
        new DpoObjective(MarginLoss.HINGE, 0.3),
        new DpoObjective(MarginLoss.conservative(0.1), 0.3),
        new DpoObjective(MarginLoss.robust(0.1), 0.3),
        new DpoObjective(MarginLoss.exo(1e-3), 0.3),
        new DpoObjective(MarginLoss.discopop(0.05), 0.03),
        new DpoObjective(PairLoss.bco(), 0.3),
        new DpoObjective(PairLoss.nca(), 0.3),
        new DpoObjective(PairLoss.sppo(0.3), 0.3),
        new DpoObjective(PairLoss.apoZero(), 0.3),
        new DpoObjective(PairLoss.apoDown(), 0.3),
        DpoObjective.logistic(0.3).with(TokenWeights.MEAN),
        DpoObjective.logistic(0.3).with(TokenWeights.lengthDesensitized(0.4)),
        DpoObjective.logistic(0.3).with(ImplicitReward.FORWARD_KL).with(TokenWeights.MEAN),
        DpoObjective.logistic(0.3).with(ImplicitReward.JENSEN_SHANNON),
        DpoObjective.logistic(0.3).with(ImplicitReward.alpha(0.5)).with(TokenWeights.MEAN),
        DpoObjective.ipo(0.3),
        DpoObjective.simpo(2, 0.5),
        MixedObjective.orpo(0.1),
        MixedObjective.cpo(0.1, 1),
        new ChosenLikelihoodObjective(),
        new AotObjective(MarginLoss.LOGISTIC, 0.3, true),
        new AotObjective(MarginLoss.conservative(0.1), 0.3, false),
        new MixedObjective(
            List.of(
                new MixedObjective.Term(0.8, DpoObjective.logistic(0.1)),
                new MixedObjective.Term(0.2, new DpoObjective(PairLoss.bco(), 0.5)),
                new MixedObjective.Term(2, SftObjective.CROSS_ENTROPY))),
        new AihfDpoObjective(0.3, Reduction.TOKEN_MEAN, DpoObjective.ipo(0.5)),
        new AihfDpoObjective(0.3, Reduction.SEQUENCE_SUM, DpoObjective.logistic(0.5)),
        new AihfDpoObjective(0.3, Reduction.TOKEN_MEAN, DpoObjective.logistic(0.5)));
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsAreTheGradientOfTheLoss(PolicyObjective objective) {
    for (long seed = 0; seed < 5; seed++) {
      long s = seed;
      double[] x = random(seed, TOKENS + PAIR_TOKENS);
      FiniteDifferences.assertSameGradient(
          flat(objective.evaluate(scores(x, s))),
          FiniteDifferences.gradient(y -> objective.evaluate(scores(y, s)).loss(), x));
    }
  }

  @ParameterizedTest
  @MethodSource("objectives")
  void coefficientsOfMicroBatchesAddUpToThoseOfTheBatch(PolicyObjective objective) {
    assumeTrue(objective.separable());
    Scores all = scores(random(7, TOKENS + PAIR_TOKENS), 7);
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
      assertThat(one.chosen()[0]).containsExactly(whole.chosen()[i]);
      assertThat(one.rejected()[0]).containsExactly(whole.rejected()[i]);
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
    Scores scores = scores(random(3, TOKENS + PAIR_TOKENS), 3);
    DpoObjective dpo = DpoObjective.logistic(0.2);
    Result joint = new AihfDpoObjective(0, Reduction.SEQUENCE_SUM, dpo).evaluate(scores);
    Result plain = dpo.evaluate(scores);
    assertThat(joint.loss()).isEqualTo(plain.loss());
    assertThat(joint.chosen()).isDeepEqualTo(plain.chosen());
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

  @Test
  void aMarginIsWhatTheChosenSideMustWinBy() {
    Pairs plain =
        Pairs.of(new double[] {-1}, new double[] {-3}, new double[] {-2}, new double[] {-2});
    Pairs demanding =
        new Pairs(
            plain.chosen(),
            plain.rejected(),
            plain.refChosen(),
            plain.refRejected(),
            new double[] {0.7},
            new double[] {1});
    double loss = DpoObjective.logistic(0.5).evaluate(Scores.ofPreferences(demanding)).loss();
    assertThat(loss).isCloseTo(-Math.log(Sigmoid.of(0.5 * 2 - 0.7)), within(1e-15));
  }

  @Test
  void relativesOfDpoAreTheirPapersFormulas() {
    double c = 0.5 * (-1 + 2);
    double r = 0.5 * (-3.2 + 2.5);
    assertThat(loss(MarginLoss.HINGE, 0.5)).isCloseTo(Math.max(0, 1 - (c - r)), within(1e-15));
    assertThat(loss(MarginLoss.ipo(0.5), 0.5))
        .isCloseTo(Math.pow((c - r) / 0.5 - 1 / (2 * 0.5), 2), within(1e-14));
    assertThat(loss(MarginLoss.conservative(0.2), 0.5))
        .isCloseTo(-0.8 * Sigmoid.log(c - r) - 0.2 * Sigmoid.log(r - c), within(1e-15));
    assertThat(loss(MarginLoss.robust(0.2), 0.5))
        .isCloseTo((-0.8 * Sigmoid.log(c - r) + 0.2 * Sigmoid.log(r - c)) / 0.6, within(1e-15));
    double q = Sigmoid.of(c - r);
    assertThat(loss(MarginLoss.exo(0.1), 0.5))
        .isCloseTo(q * Math.log(q / 0.9) + (1 - q) * Math.log((1 - q) / 0.1), within(1e-14));
    double blend = Sigmoid.of((c - r) / 0.05);
    assertThat(loss(MarginLoss.discopop(0.05), 0.5))
        .isCloseTo(-Sigmoid.log(c - r) * (1 - blend) + Math.exp(r - c) * blend, within(1e-14));
    assertThat(loss(PairLoss.bco(), 0.5))
        .isCloseTo(-Sigmoid.log(c) - Sigmoid.log(-r), within(1e-15));
    assertThat(loss(PairLoss.nca(), 0.5))
        .isCloseTo(-Sigmoid.log(c) - 0.5 * Sigmoid.log(-c) - 0.5 * Sigmoid.log(-r), within(1e-15));
    assertThat(loss(PairLoss.sppo(0.5), 0.5))
        .isCloseTo(Math.pow(c / 0.5 - 1, 2) + Math.pow(r / 0.5 + 1, 2), within(1e-14));
    assertThat(loss(PairLoss.apoZero(), 0.5))
        .isCloseTo(1 - Sigmoid.of(c) + Sigmoid.of(r), within(1e-15));
    assertThat(loss(PairLoss.apoDown(), 0.5))
        .isCloseTo(Sigmoid.of(c) + 1 - Sigmoid.of(c - r), within(1e-15));
  }

  @Test
  void orpoComparesOddsOfMeanLogProbabilities() {
    Pairs pairs =
        new Pairs(
            new double[][] {{-1, -2}},
            new double[][] {{-3}},
            new double[][] {{0, 0}},
            new double[][] {{0}},
            new double[1],
            new double[] {1});
    double p = Math.exp(-1.5);
    double q = Math.exp(-3);
    double odds = p / (1 - p) / (q / (1 - q));
    assertThat(MixedObjective.orpo(0.4).evaluate(Scores.ofPreferences(pairs)).loss())
        .isCloseTo(1.5 - 0.4 * Math.log(odds / (1 + odds)), within(1e-14));
    assertThat(MixedObjective.orpo(0.4).usesReference()).isFalse();
  }

  @Test
  void aotComparesRanksNotPairs() {
    Pairs crossed =
        Pairs.of(
            new double[] {-1, -9},
            new double[] {-2, -3},
            new double[] {-5, -5},
            new double[] {-5, -5});
    // Chosen log-ratios 4 and −4, rejected ones 3 and 2: −4 meets 2 and 4 meets 3.
    assertThat(
            new AotObjective(MarginLoss.LINEAR, 1, false)
                .evaluate(Scores.ofPreferences(crossed))
                .metrics()
                .get("rewards/accuracies"))
        .isEqualTo(0.5);
    Result result =
        new AotObjective(MarginLoss.HINGE, 1, false).evaluate(Scores.ofPreferences(crossed));
    assertThat(result.loss()).isEqualTo((7 + 0) / 2.0);
    assertThat(result.chosen()).isDeepEqualTo(new double[][] {{0}, {-0.5}});
    assertThat(result.rejected()).isDeepEqualTo(new double[][] {{0}, {0.5}});
  }

  private static double loss(PairLoss loss, double beta) {
    Pairs pair =
        Pairs.of(new double[] {-1}, new double[] {-3.2}, new double[] {-2}, new double[] {-2.5});
    return new DpoObjective(loss, beta).evaluate(Scores.ofPreferences(pair)).loss();
  }

  /** The first entries of {@code x} are demonstrations' tokens, the rest those of pairs. */
  private static Scores scores(double[] x, long seed) {
    int pairs = TOKENS + Arrays.stream(CHOSEN).sum();
    return new Scores(
        rows(x, 0, LENGTHS),
        new Pairs(
            rows(x, TOKENS, CHOSEN),
            rows(x, pairs, REJECTED),
            rows(random(seed + 10, PAIR_TOKENS), 0, CHOSEN),
            rows(random(seed + 20, PAIR_TOKENS), 0, REJECTED),
            random(seed + 30, PAIRS),
            Arrays.stream(random(seed + 40, PAIRS)).map(Math::abs).toArray()));
  }

  private static double[][] rows(double[] x, int from, int[] lengths) {
    double[][] rows = new double[lengths.length][];
    int at = from;
    for (int i = 0; i < lengths.length; i++) {
      rows[i] = Arrays.copyOfRange(x, at, at + lengths[i]);
      at += lengths[i];
    }
    return rows;
  }

  private static Pairs pair(Pairs all, int i) {
    return new Pairs(
        new double[][] {all.chosen()[i]},
        new double[][] {all.rejected()[i]},
        new double[][] {all.refChosen()[i]},
        new double[][] {all.refRejected()[i]},
        new double[] {all.margins()[i]},
        new double[] {all.weights()[i]});
  }

  private static double[] flat(Result result) {
    return Stream.of(result.demonstrations(), result.chosen(), result.rejected())
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** Negative, as log-probabilities are. */
  private static double[] random(long seed, int size) {
    RandomStream random = RandomStream.of(seed);
    return IntStream.range(0, size)
        .mapToDouble(i -> -0.2 - Math.abs(2 * random.nextGaussian()))
        .toArray();
  }
}
