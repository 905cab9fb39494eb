package org.aihf.tabular;

import org.aihf.policy.Policy;
import org.aihf.random.RandomStream;

class ExactTabularPolicyTest extends TabularPolicyTest {
  @Override
  protected Policy<Choice> create(long seed) {
    double[][] prior = {{0.5, 0.3, 0.2}, {0.2, 0.2, 0.6}};
    return new TabularPolicy(prior, 0.5, new TabularAlignment.Exact(), RandomStream.of(seed));
  }

  @Override
  protected int learningSteps() {
    return 1;
  }
}
