package org.aihf.mujoco.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.score.ScoreModel;

/**
 * The raw R(τ; θ) of one member of the ensemble, the one scalar of a trajectory: Σ γ^t r_t is
 * summed in double, and its gradient c becomes c γ^t on every step.
 */
final class MemberReturns implements ScoreModel<Trajectory> {
  private final StepNetwork network;
  private final StepFeatures features;
  private final RewardNetworkConfig config;
  private final int member;

  MemberReturns(
      StepNetwork network, StepFeatures features, RewardNetworkConfig config, int member) {
    this.network = network;
    this.features = features;
    this.config = config;
    this.member = member;
  }

  @Override
  public double[][][] evaluate(List<List<Trajectory>> groups) {
    double[][][] scores = new double[groups.size()][][];
    forEachPass(
        groups,
        (first, some) -> {
          try (NDManager scope = network.runtime().newScope()) {
            double[][][] returns = returns(some, forward(scope, some).toFloatArray());
            System.arraycopy(returns, 0, scores, first, returns.length);
          }
        });
    return scores;
  }

  @Override
  public void accumulate(List<List<Trajectory>> groups, Coefficients rule) {
    forEachPass(
        groups,
        (first, some) -> {
          try (NDManager scope = network.runtime().newScope()) {
            NDArray rewards = forward(scope, some);
            double[][][] returns = returns(some, rewards.toFloatArray());
            float[] coefficients = new float[(int) rewards.size()];
            int row = 0;
            for (int g = 0; g < some.size(); g++) {
              requireFinite("score", first + g, returns[g]);
              double[][] answer = rule.of(first + g, returns[g]);
              requireFinite("coefficient", first + g, answer);
              for (int m = 0; m < some.get(g).size(); m++) {
                double c = answer[m][0];
                for (int t = 0; t < some.get(g).get(m).length(); t++) {
                  coefficients[row++] = (float) c;
                  c *= config.discount();
                }
              }
            }
            network.backward(scope, rewards, coefficients);
          }
        });
  }

  private static void requireFinite(String what, int group, double[][] values) {
    for (int m = 0; m < values.length; m++) {
      if (!Double.isFinite(values[m][0])) {
        throw new ArithmeticException(
            "%s of trajectory %d of group %d is %s".formatted(what, m, group, values[m][0]));
      }
    }
  }

  private NDArray forward(NDManager scope, List<List<Trajectory>> groups) {
    TransitionBatch batch = TransitionBatch.of(groups.stream().flatMap(List::stream).toList());
    float[] x = new float[batch.size() * config.inputSize()];
    features.fill(batch, x);
    return network.memberRewards(scope, member, x, batch.size());
  }

  private double[][][] returns(List<List<Trajectory>> groups, float[] rewards) {
    double[][][] returns = new double[groups.size()][][];
    int row = 0;
    for (int g = 0; g < returns.length; g++) {
      List<Trajectory> group = groups.get(g);
      returns[g] = new double[group.size()][];
      for (int m = 0; m < group.size(); m++) {
        int length = group.get(m).length();
        returns[g][m] =
            new double[] {DiscountedReturn.sum(rewards, row, length, config.discount())};
        row += length;
      }
    }
    return returns;
  }

  private interface Pass {
    void over(int first, List<List<Trajectory>> groups);
  }

  /** Consecutive groups of together not too many transitions. */
  private static void forEachPass(List<List<Trajectory>> groups, Pass pass) {
    List<List<Trajectory>> some = new ArrayList<>();
    int rows = 0;
    for (int g = 0; g < groups.size(); g++) {
      int more = groups.get(g).stream().mapToInt(Trajectory::length).sum();
      if (rows > 0 && rows + more > DiscountedReturn.CHUNK) {
        pass.over(g - some.size(), some);
        some = new ArrayList<>();
        rows = 0;
      }
      some.add(groups.get(g));
      rows += more;
    }
    if (rows > 0) {
      pass.over(groups.size() - some.size(), some);
    }
  }

  /** Of the whole ensemble. */
  @Override
  public double step(double learningRate) {
    return network.optimizer().step(learningRate);
  }

  /** Nothing: the network belongs to its {@link RewardNetwork}. */
  @Override
  public void close() {}
}
