package org.aihf.tabular;

/**
 * Exact KL-regularised policy iteration (eq. 7, 9, 10) on a {@link FiniteMdp}.
 *
 * @param prior π⁰, {@code [state][action]}, positive
 * @param beta β &gt; 0
 */
public record SoftPolicyIteration(FiniteMdp mdp, double[][] prior, double beta) {
  private static final int MAX_ITERATIONS = 10_000;

  /** V of any policy (10a): reward less β·KL to π⁰, discounted; by solving the linear system. */
  public double[] value(double[][] reward, double[][] policy) {
    int n = mdp.states();
    double[][] system = new double[n][n];
    double[] right = new double[n];
    for (int s = 0; s < n; s++) {
      for (int a = 0; a < mdp.actions(); a++) {
        double p = policy[s][a];
        if (p > 0) {
          right[s] += p * (reward[s][a] - beta * Math.log(p / prior[s][a]));
        }
      }
      for (int next = 0; next < n; next++) {
        system[s][next] = (s == next ? 1 : 0) - mdp.gamma() * mdp.step(policy, s, next);
      }
    }
    return LinearSystem.solve(system, right);
  }

  /** Q of any policy (10b), {@code [state][action]}. */
  public double[][] q(double[][] reward, double[][] policy) {
    double[] value = value(reward, policy);
    double[][] q = new double[mdp.states()][mdp.actions()];
    for (int s = 0; s < q.length; s++) {
      for (int a = 0; a < q[s].length; a++) {
        double next = 0;
        for (int t = 0; t < value.length; t++) {
          next += mdp.transition()[s][a][t] * value[t];
        }
        q[s][a] = reward[s][a] + mdp.gamma() * next;
      }
    }
    return q;
  }

  /** One policy alignment as Theorem 4.1 has it: π' ∝ π⁰ exp(Q_π/β). */
  public double[][] improve(double[][] reward, double[][] policy) {
    double[][] q = q(reward, policy);
    double[][] improved = new double[q.length][];
    for (int s = 0; s < q.length; s++) {
      improved[s] = Softmax.tilt(prior[s], q[s], beta);
    }
    return improved;
  }

  /** π_θ (9): improves until nothing changes beyond rounding. */
  public double[][] optimal(double[][] reward) {
    double[][] policy = prior;
    for (int i = 0; i < MAX_ITERATIONS; i++) {
      double[][] next = improve(reward, policy);
      double change = logDistance(next, policy);
      policy = next;
      if (change < 1e-13) {
        return policy;
      }
    }
    throw new ArithmeticException(
        "soft policy iteration did not settle in " + MAX_ITERATIONS + " iterations");
  }

  /** ‖log π − log π'‖_∞. */
  public static double logDistance(double[][] policy, double[][] other) {
    double distance = 0;
    for (int s = 0; s < policy.length; s++) {
      for (int a = 0; a < policy[s].length; a++) {
        distance = Math.max(distance, Math.abs(Math.log(policy[s][a]) - Math.log(other[s][a])));
      }
    }
    return distance;
  }
}
