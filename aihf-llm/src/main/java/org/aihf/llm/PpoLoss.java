package org.aihf.llm;

/**
 * PPO's losses of one answer as coefficients of its scalars; what they add up to goes into the
 * mini-batch's statistics.
 */
record PpoLoss(Ppo ppo) {

  /**
   * ∂L/∂log π of each token, followed by ∂L/∂H where the scalars hold entropies.
   *
   * @param scalars log π of each token now; then, with an entropy bonus, the entropies
   * @param weight of each token in the mini-batch
   */
  double[] policyCoefficients(
      double[] scalars,
      double[] oldLogProbs,
      double[] advantages,
      double weight,
      PpoStatistics.MiniBatch batch) {
    int tokens = oldLogProbs.length;
    boolean withEntropy = scalars.length > tokens;
    double[] coefficients = new double[scalars.length];
    for (int t = 0; t < tokens; t++) {
      double logRatio = scalars[t] - oldLogProbs[t];
      double advantage = advantages[t];
      double entropy = withEntropy ? scalars[tokens + t] : -scalars[t];
      batch.policyLoss += weight * ppo.surrogate().value(logRatio, advantage);
      batch.addToken(logRatio, ppo.surrogate().clips(logRatio, advantage), entropy);
      coefficients[t] = weight * ppo.surrogate().slope(logRatio, advantage);
      if (withEntropy) {
        coefficients[tokens + t] = -weight * ppo.entropyCoefficient();
      }
    }
    return coefficients;
  }

  /**
   * ∂L/∂V of each state; 0 for states past the last step.
   *
   * @param weight of each step in the mini-batch
   */
  double[] valueCoefficients(
      double[] values,
      double[] oldValues,
      double[] returns,
      double weight,
      PpoStatistics.MiniBatch batch) {
    double[] coefficients = new double[values.length];
    for (int t = 0; t < returns.length; t++) {
      batch.valueLoss += weight * ppo.valueLoss().value(values[t], oldValues[t], returns[t]);
      batch.addValue(ppo.valueLoss().clips(values[t], oldValues[t], returns[t]));
      coefficients[t] =
          ppo.valueCoefficient()
              * weight
              * ppo.valueLoss().slope(values[t], oldValues[t], returns[t]);
    }
    return coefficients;
  }
}
