package org.aihf.objective;

import java.util.Arrays;
import org.aihf.Metrics;

/**
 * Maximum likelihood of the pairs' chosen answers, a weighted mean over their tokens: TRL's loss
 * type {@code sft}, the likelihood term of ORPO and CPO. Needs no reference.
 */
public record ChosenLikelihoodObjective() implements PolicyObjective {
  @Override
  public boolean usesReference() {
    return false;
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    Pairs pairs = scores.preferences();
    double[][] chosen = Result.zeros(pairs.chosen());
    double loss = 0;
    double logProbSum = 0;
    for (int i = 0; i < chosen.length; i++) {
      double weight = pairs.weights()[i];
      double logProb = Pairs.sum(pairs.chosen()[i]);
      logProbSum += logProb;
      if (weight > 0) {
        double share = weight / counts.chosenTokens();
        loss -= share * logProb;
        Arrays.fill(chosen[i], -share);
      }
    }
    return new Result(
        loss,
        Result.zeros(scores.demonstrations()),
        chosen,
        Result.zeros(pairs.rejected()),
        Metrics.of("loss", loss).with("logps/chosen", logProbSum / counts.preferences()));
  }
}
