package org.aihf.examples.report;

import java.util.List;
import org.aihf.mujoco.recipe.EpisodeReturn;
import org.aihf.statistics.Correlation;

/**
 * How a run's finished learned reward follows the true one, episode by episode.
 *
 * @param pearson correlation of learned and true returns; NaN without a learned reward, or where
 *     either does not vary
 * @param spearman of their ranks
 * @param count episodes
 */
record Agreement(double pearson, double spearman, int count) {
  static Agreement of(Run run) {
    List<EpisodeReturn> judged = run.returns().stream().filter(Agreement::isJudged).toList();
    double[] truth = judged.stream().mapToDouble(EpisodeReturn::trueReturn).toArray();
    double[] learned = Numbers.present(judged, EpisodeReturn::learnedReturn);
    return new Agreement(
        Correlation.pearson(truth, learned), Correlation.spearman(truth, learned), judged.size());
  }

  /** Whether an episode has both returns. */
  static boolean isJudged(EpisodeReturn episode) {
    return episode.learnedReturn() != null;
  }
}
