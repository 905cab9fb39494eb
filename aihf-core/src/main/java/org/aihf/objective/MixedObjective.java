package org.aihf.objective;

import java.util.List;
import org.aihf.Metrics;

/**
 * A weighted sum of objectives of the same batch: TRL's {@code loss_weights}, MPO, ORPO. The
 * metrics are the first one's, with the sum as {@code loss}.
 */
public record MixedObjective(List<Term> terms) implements PolicyObjective {
  /** One objective and how much it counts. */
  public record Term(double weight, PolicyObjective objective) {
    public Term {
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException("weight of an objective must be finite, not " + weight);
      }
    }
  }

  public MixedObjective {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("a mixed objective needs at least one term");
    }
  }

  /**
   * ORPO (Hong et al. 2024): likelihood of the chosen answers plus λ times the odds-ratio loss. No
   * reference.
   *
   * @param lambda λ; TRL's {@code beta}, 0.1
   */
  public static MixedObjective orpo(double lambda) {
    PolicyObjective odds =
        DpoObjective.logistic(1)
            .with(ImplicitReward.LOG_ODDS)
            .with(TokenWeights.MEAN)
            .withoutReference();
    return new MixedObjective(
        List.of(new Term(lambda, odds), new Term(1, new ChosenLikelihoodObjective())));
  }

  /**
   * CPO (Xu et al. 2024): the logistic loss without a reference plus the likelihood of the chosen
   * answers.
   *
   * @param likelihoodWeight TRL's {@code cpo_alpha}, 1
   */
  public static MixedObjective cpo(double beta, double likelihoodWeight) {
    PolicyObjective dpo = DpoObjective.logistic(beta).withoutReference();
    return new MixedObjective(
        List.of(new Term(1, dpo), new Term(likelihoodWeight, new ChosenLikelihoodObjective())));
  }

  @Override
  public boolean separable() {
    return terms.stream().allMatch(term -> term.objective().separable());
  }

  @Override
  public boolean usesReference() {
    return terms.stream().anyMatch(term -> term.objective().usesReference());
  }

  @Override
  public Result evaluate(Scores scores, Counts counts) {
    double loss = 0;
    Metrics metrics = Metrics.empty();
    double[][] demonstrations = Result.zeros(scores.demonstrations());
    double[][] chosen = Result.zeros(scores.preferences().chosen());
    double[][] rejected = Result.zeros(scores.preferences().rejected());
    for (Term term : terms) {
      Result result = term.objective().evaluate(scores, counts);
      loss += term.weight() * result.loss();
      add(term.weight(), result.demonstrations(), demonstrations);
      add(term.weight(), result.chosen(), chosen);
      add(term.weight(), result.rejected(), rejected);
      metrics = result.metrics().and(metrics);
    }
    return new Result(loss, demonstrations, chosen, rejected, metrics.with("loss", loss));
  }

  private static void add(double weight, double[][] terms, double[][] sums) {
    for (int i = 0; i < sums.length; i++) {
      for (int t = 0; t < sums[i].length; t++) {
        sums[i][t] += weight * terms[i][t];
      }
    }
  }
}
