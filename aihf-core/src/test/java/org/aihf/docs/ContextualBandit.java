package org.aihf.docs;

// snippet: bandit
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.objective.RewardObjective;
import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardAlignment;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.RewardModel;
import org.aihf.tabular.LinearWeights;
import org.aihf.tabular.Softmax;

/** A contextual bandit, aligned with a policy and a reward model of one's own. */
@SuppressWarnings("ArrayRecordComponent") // records of arrays are never compared here
final class ContextualBandit {
  static final int ACTIONS = 3;
  static final int FEATURES = 4;

  /** What is aligned: an action taken in a context. */
  record Decision(double[] context, int action) {}

  /** R(x, a) = w_a · x. */
  record BanditReward(double[][] weights) implements LinearWeights, RewardModel<Decision> {
    @Override
    public double[] score(List<Decision> decisions) {
      return decisions.stream().mapToDouble(d -> times(d.context())[d.action()]).toArray();
    }

    /** One step of gradient descent: the objective gives the slope ∂L/∂R, and ∇R is x. */
    @Override
    public Metrics align(RewardBatch<Decision> batch, RewardObjective objective) {
      return RewardAlignment.accumulate(
          this, batch, objective, (d, slope) -> add(d.action(), -0.1 * slope, d.context()));
    }
  }

  /** π(a|x) = softmax of w_a · x; π⁰ is uniform, β the weight of the KL to it. */
  record BanditPolicy(double[][] weights, RandomStream random, List<double[]> contexts, double beta)
      implements LinearWeights, Policy<Decision> {
    double[] probabilities(double[] context) {
      return Softmax.of(times(context));
    }

    @Override
    public Metrics align(RewardFunction<Decision> reward, int steps, Consumer<Metrics> onStep) {
      return Policy.repeat(steps, onStep, () -> update(reward));
    }

    /** Gradient ascent on eq. 7; with few actions its expectation is a sum. */
    private Metrics update(RewardFunction<Decision> reward) {
      double objective = 0;
      for (double[] x : contexts) {
        Decision[] actions = new Decision[ACTIONS];
        Arrays.setAll(actions, a -> new Decision(x, a));
        double[] p = probabilities(x);
        double[] r = reward.finiteScores(List.of(actions));
        Arrays.setAll(r, a -> r[a] - beta * Math.log(p[a] * ACTIONS));
        double value = LinearWeights.dot(p, r);
        for (int a = 0; a < ACTIONS; a++) {
          add(a, p[a] * (r[a] - value) / contexts.size(), x);
        }
        objective += value / contexts.size();
      }
      return Metrics.of("objective/rlhf_reward", objective);
    }

    @Override
    public List<Decision> sample(List<Decision> demonstrations) {
      return demonstrations.stream()
          .map(d -> new Decision(d.context(), Softmax.sample(probabilities(d.context()), random)))
          .toList();
    }
  }

  /** Algorithm 1: 200 times five updates of the policy and two of the reward. */
  static BanditPolicy train(List<Decision> demonstrations, List<Preference<Decision>> preferences) {
    List<double[]> contexts = demonstrations.stream().map(Decision::context).toList();
    var policy = new BanditPolicy(new double[ACTIONS][FEATURES], RandomStream.of(1), contexts, 1);
    Aihf.builder(policy, new BanditReward(new double[ACTIONS][FEATURES]))
        .config(new AihfConfig(200, 5, 2, JointObjective.linear(1), 64, 64, 1))
        .demonstrations(demonstrations)
        .preferences(preferences)
        .build()
        .run();
    return policy;
  }
}
// end
