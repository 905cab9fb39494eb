package org.aihf.tabular;

import java.util.List;
import org.aihf.policy.Policy;
import org.aihf.policy.PolicyContract;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;

class TabularPolicyTest extends PolicyContract<Choice> {
  @Override
  protected Policy<Choice> create(long seed) {
    double[][] prior = {{0.5, 0.3, 0.2}, {0.2, 0.2, 0.6}};
    return new TabularPolicy(
        prior, 0.5, new TabularAlignment.Sampled(4, 0.2), RandomStream.of(seed));
  }

  @Override
  protected List<Choice> trajectories() {
    return List.of(new Choice(0, 0), new Choice(1, 2));
  }

  @Override
  protected RewardFunction<Choice> reward() {
    return choices -> choices.stream().mapToDouble(c -> c.action() == 1 ? 2 : 0).toArray();
  }

  @Override
  protected int learningSteps() {
    return 200;
  }

  @Override
  protected double gain() {
    return 0.8;
  }

  @Override
  protected Object contextOf(Choice choice) {
    return choice.context();
  }
}
