package org.aihf.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.aihf.objective.FiniteDifferences;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

class FiniteMdpTest {
  private static final double[] THETA = {0.4, -0.7, 0.2, 0.9};

  @Test
  void equation37IsTheGradientOfL1WithItsFactorOneOverBeta() {
    for (double beta : new double[] {0.5, 1, 3}) {
      MdpProblem problem = MdpProblem.random(5, 3, 4, 10, beta, 1, RandomStream.of(2));
      FiniteDifferences.assertSameGradient(
          problem.demonstrationGradient(problem.optimalPolicy(THETA)),
          FiniteDifferences.gradient(problem::demonstrationLikelihood, THETA.clone()));
    }
  }

  @Test
  void equation20IsTheGradientOfL2() {
    MdpProblem problem = MdpProblem.random(5, 3, 4, 10, 1, 1, RandomStream.of(2));
    FiniteDifferences.assertSameGradient(
        problem.preferenceGradient(THETA),
        FiniteDifferences.gradient(problem::preferenceLikelihood, THETA.clone()));
  }

  @Test
  void theStochasticGradientIsUnbiased() {
    MdpProblem problem = MdpProblem.random(3, 2, 4, 20, 1.5, 0.3, RandomStream.of(3));
    double[][] policy = problem.optimalPolicy(THETA);
    RandomStream random = RandomStream.of(4);
    int draws = 20_000;
    double[] mean = new double[4];
    double[] squares = new double[4];
    for (int i = 0; i < draws; i++) {
      double[] g = problem.stochasticGradient(THETA, policy, 140, random);
      for (int j = 0; j < 4; j++) {
        mean[j] += g[j] / draws;
        squares[j] += g[j] * g[j] / draws;
      }
    }
    double[] exact = problem.gradient(THETA, policy);
    for (int j = 0; j < 4; j++) {
      double error = Math.sqrt((squares[j] - mean[j] * mean[j]) / draws);
      assertThat(mean[j]).isCloseTo(exact[j], within(4 * error));
    }
  }

  @Test
  void theOptimalPolicyIsTheClosedFormOfItsOwnQ() {
    MdpProblem problem = MdpProblem.random(5, 3, 4, 10, 0.5, 1, RandomStream.of(5));
    SoftPolicyIteration iteration = problem.iteration();
    double[][] reward = problem.reward(THETA);
    double[][] policy = iteration.optimal(reward);
    double[][] q = iteration.q(reward, policy);
    double[] value = iteration.value(reward, policy);
    for (int s = 0; s < 5; s++) {
      assertThat(Softmax.tilt(iteration.prior()[s], q[s], 0.5))
          .containsExactly(policy[s], within(1e-12));
      assertThat(Softmax.value(iteration.prior()[s], q[s], 0.5))
          .isCloseTo(value[s], within(1e-12)); // (33)
    }
  }

  @Test
  void everyImprovementImproves() {
    MdpProblem problem = MdpProblem.random(5, 3, 4, 10, 0.5, 1, RandomStream.of(6));
    SoftPolicyIteration iteration = problem.iteration();
    double[][] reward = problem.reward(THETA);
    double[][] policy = iteration.prior();
    for (int k = 0; k < 4; k++) {
      double[][] next = iteration.improve(reward, policy);
      double[] before = iteration.value(reward, policy);
      double[] after = iteration.value(reward, next);
      for (int s = 0; s < 5; s++) {
        assertThat(after[s]).isGreaterThanOrEqualTo(before[s] - 1e-12);
      }
      policy = next;
    }
  }

  @Test
  void occupancyIsWhatTrajectoriesVisit() {
    FiniteMdp mdp = FiniteMdp.random(3, 2, 0.8, RandomStream.of(7));
    double[][] policy = {{0.3, 0.7}, {0.5, 0.5}, {0.9, 0.1}};
    double[][] occupancy = mdp.occupancy(policy);
    assertThat(Arrays.stream(occupancy).flatMapToDouble(Arrays::stream).sum())
        .isCloseTo(1 / (1 - 0.8), within(1e-12));
    double[][] counted = new double[3][2];
    RandomStream random = RandomStream.of(8);
    int runs = 20_000;
    for (int r = 0; r < runs; r++) {
      double discount = 1;
      for (int[] step : mdp.trajectory(policy, 60, random)) {
        counted[step[0]][step[1]] += discount / runs;
        discount *= 0.8;
      }
    }
    for (int s = 0; s < 3; s++) {
      assertThat(counted[s]).containsExactly(occupancy[s], within(0.03));
    }
  }

  @Test
  void refusesWhatIsNoProcess() {
    assertThatThrownBy(() -> new FiniteMdp(new double[][][] {{{1}}}, new double[] {1}, 1))
        .hasMessage("gamma must be in [0, 1), not 1.0");
    assertThatThrownBy(() -> new FiniteMdp(new double[][][] {{{0.5}}}, new double[] {1}, 0.9))
        .hasMessage("transition must be probabilities that sum to 1, not [0.5]");
  }
}
