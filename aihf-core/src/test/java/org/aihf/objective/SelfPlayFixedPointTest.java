package org.aihf.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.aihf.objective.PolicyObjective.Pairs;
import org.aihf.objective.PolicyObjective.Result;
import org.aihf.objective.PolicyObjective.Scores;
import org.junit.jupiter.api.Test;

/**
 * The expected gradient of eq. 14's demonstration term on a policy over three answers: E over τ^E ~
 * μ and τ^A ~ π, of a softmax policy.
 */
class SelfPlayFixedPointTest {
  private static final double[] EXPERT = {0.6, 0.3, 0.1};
  private static final double[] UNIFORM = {1 / 3.0, 1 / 3.0, 1 / 3.0};

  @Test
  void againstItsOwnPastTheExpertIsAFixedPoint() {
    assertThat(gradient(EXPERT, EXPERT)).containsExactly(new double[3], within(1e-15));
    assertThat(gradient(UNIFORM, UNIFORM)[0]).isNegative();
    assertThat(gradient(UNIFORM, UNIFORM)[2]).isPositive();
  }

  /** Where the policy already prefers an answer to π⁰, its pairs push less. */
  @Test
  void againstTheInitialPolicyTheExpertIsPassedOver() {
    double[] atExpert = gradient(EXPERT, UNIFORM);
    assertThat(atExpert[0]).isPositive();
    assertThat(atExpert[2]).isNegative();
  }

  /** ∂/∂logits. */
  private static double[] gradient(double[] policy, double[] reference) {
    DpoObjective objective = DpoObjective.logistic(0.5);
    double[] byLogProb = new double[3];
    for (int expert = 0; expert < 3; expert++) {
      for (int own = 0; own < 3; own++) {
        Result result =
            objective.evaluate(
                Scores.ofPreferences(
                    Pairs.of(
                        new double[] {Math.log(policy[expert])},
                        new double[] {Math.log(policy[own])},
                        new double[] {Math.log(reference[expert])},
                        new double[] {Math.log(reference[own])})));
        double probability = EXPERT[expert] * policy[own];
        byLogProb[expert] += probability * result.chosen()[0][0];
        byLogProb[own] += probability * result.rejected()[0][0];
      }
    }
    double sum = Arrays.stream(byLogProb).sum();
    double[] byLogit = new double[3];
    Arrays.setAll(byLogit, i -> byLogProb[i] - policy[i] * sum);
    return byLogit;
  }
}
