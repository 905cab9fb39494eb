package org.aihf.llm;

import java.util.Arrays;
import org.aihf.rl.GeneralizedAdvantage;
import org.aihf.rl.KlEstimator;
import org.aihf.rl.TokenRewards;
import org.aihf.rl.Whitening;

/**
 * What PPO's epochs learn from: the numbers of a rollout that do not change any more. Rows of
 * {@code logProbs} and {@code advantages} are as long as the answer; those of the others have one
 * more entry where the score is given after the end.
 *
 * @param logProbs log π of the policy that gave the answers, {@code [sequence][token]}
 * @param values V at the rollout, {@code [sequence][step]}
 * @param rewards −β·KL and the score, {@code [sequence][step]}
 * @param advantages {@code [sequence][token]}
 * @param returns what V is fitted to, {@code [sequence][step]}
 */
@SuppressWarnings("ArrayRecordComponent")
record PpoExperience(
    double[][] logProbs,
    double[][] values,
    double[][] rewards,
    double[][] advantages,
    double[][] returns) {

  /**
   * @param logProbs log π, {@code [sequence][token]}
   * @param stateValues V of every state, {@code [sequence][token + 1]}
   */
  static PpoExperience of(Rollout rollout, double[][] logProbs, double[][] stateValues, Ppo ppo) {
    double[][] refLogProbs = Rollout.flat(rollout.refLogProbs());
    double[][] kl = TokenRewards.kl(KlEstimator.K1, logProbs, refLogProbs);
    int longest = Arrays.stream(kl).mapToInt(row -> row.length).max().orElse(0);
    double[][] values = new double[kl.length][];
    for (int i = 0; i < kl.length; i++) {
      int tokens = kl[i].length;
      int steps = ppo.scoreAfterEnd() && tokens < longest ? tokens + 1 : tokens;
      kl[i] = Arrays.copyOf(kl[i], steps); // the further step is no action and costs no KL
      values[i] = Arrays.copyOf(stateValues[i], steps);
    }
    double[][] rewards = TokenRewards.of(rollout.scores(), kl, rollout.klCoefficient());
    if (ppo.whitenRewards()) {
      rewards = Whitening.KEEP_MEAN.of(rewards);
    }
    double[][] all = ppo.advantage().advantages(rewards, values);
    double[][] returns = GeneralizedAdvantage.returns(all, values);
    double[][] advantages = new double[all.length][];
    for (int i = 0; i < all.length; i++) {
      advantages[i] = Arrays.copyOf(all[i], logProbs[i].length);
    }
    if (ppo.whitenAdvantages()) {
      advantages = Whitening.SHIFT_MEAN.of(advantages);
    }
    return new PpoExperience(logProbs, values, rewards, advantages, returns);
  }

  /**
   * 1 − Var(G − V)/Var(G): 1 for a critic that foresees every return, 0 or less for a useless one.
   */
  double explainedVariance() {
    double[][] errors = new double[returns.length][];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = new double[returns[i].length];
      for (int t = 0; t < errors[i].length; t++) {
        errors[i][t] = returns[i][t] - values[i][t];
      }
    }
    double spread = variance(returns);
    return spread == 0 ? 0 : 1 - variance(errors) / spread;
  }

  private static double variance(double[][] rows) {
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    double mean = Arrays.stream(all).average().orElse(0);
    return Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
  }
}
