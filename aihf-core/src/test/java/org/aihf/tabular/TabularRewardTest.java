package org.aihf.tabular;

import java.util.List;
import org.aihf.data.Preference;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;

class TabularRewardTest extends RewardModelContract<Choice> {
  @Override
  protected RewardModel<Choice> create() {
    return new TabularReward(2, 3, 0.3, 100);
  }

  @Override
  protected RewardBatch<Choice> batch() {
    return new RewardBatch<>(
        List.of(new Choice(0, 0), new Choice(1, 0)),
        List.of(new Choice(0, 1), new Choice(1, 2)),
        List.of(
            Preference.of(new Choice(0, 1), new Choice(0, 2)),
            Preference.of(new Choice(1, 2), new Choice(1, 1))));
  }

  @Override
  protected int learningSteps() {
    return 50;
  }

  @Override
  protected double tolerance() {
    return 1e-14;
  }
}
