package org.aihf.llm.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.TokenSequence;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.PolicyObjective.Counts;
import org.aihf.objective.PolicyObjective.Pairs;
import org.aihf.objective.PolicyObjective.Result;
import org.aihf.objective.PolicyObjective.Scores;
import org.jspecify.annotations.Nullable;

/**
 * Demonstrations and pairs of one update under one objective: a group per demonstration, then one
 * per pair, whose two sides share their prompt's computation.
 */
final class ObjectiveBatch {
  private final PolicyObjective objective;
  private final List<Completion> demonstrations;
  private final List<Preference<Completion>> pairs;
  private final double[][][] references;
  private final Counts counts;
  private final double[][][] logProbs;

  /** All coefficients, where they depend on one another. */
  private double @Nullable [][][] coupled;

  /**
   * @param references log π⁰ of the pairs, {@code [pair][chosen, rejected][token]}
   */
  ObjectiveBatch(
      PolicyObjective objective,
      List<Completion> demonstrations,
      List<Preference<Completion>> pairs,
      double[][][] references) {
    this.objective = objective;
    this.demonstrations = demonstrations;
    this.pairs = pairs;
    this.references = references;
    this.counts =
        new Counts(
            demonstrations.size(),
            demonstrations.stream().mapToLong(ObjectiveBatch::length).sum(),
            pairs.size(),
            pairs.stream().mapToDouble(Preference::weight).sum(),
            pairs.stream().mapToDouble(pair -> pair.weight() * length(pair.chosen())).sum());
    this.logProbs = new double[demonstrations.size() + pairs.size()][][];
  }

  /** Adds the gradient of the sum of all batches' losses to the model's. */
  static void accumulate(CausalLm model, List<ObjectiveBatch> batches) {
    List<List<TokenSequence>> groups = new ArrayList<>();
    List<ObjectiveBatch> owners = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    for (ObjectiveBatch batch : batches) {
      List<List<TokenSequence>> own = batch.groups();
      if (!batch.objective.separable() && !own.isEmpty()) {
        batch.coupled = batch.coefficients(model.evaluate(own));
      }
      for (int i = 0; i < own.size(); i++) {
        owners.add(batch);
        indices.add(i);
      }
      groups.addAll(own);
    }
    model.accumulate(
        groups, (group, scores) -> owners.get(group).coefficients(indices.get(group), scores));
  }

  private List<List<TokenSequence>> groups() {
    List<List<TokenSequence>> groups = new ArrayList<>();
    demonstrations.forEach(example -> groups.add(List.of(example.tokens())));
    pairs.forEach(pair -> groups.add(List.of(pair.chosen().tokens(), pair.rejected().tokens())));
    return groups;
  }

  /** ∂loss/∂log π of one group, {@code [member][token]}; remembers its scores. */
  private double[][] coefficients(int group, double[][] scores) {
    logProbs[group] = scores;
    if (coupled != null) {
      return coupled[group];
    }
    int pair = group - demonstrations.size();
    if (pair < 0) {
      return objective.evaluate(Scores.ofDemonstrations(scores), counts).demonstrations();
    }
    Result result = objective.evaluate(Scores.ofPreferences(pairs(pair, pair + 1)), counts);
    return new double[][] {result.chosen()[0], result.rejected()[0]};
  }

  /** ∂loss/∂log π of all groups at once. */
  private double[][][] coefficients(double[][][] scores) {
    System.arraycopy(scores, 0, logProbs, 0, scores.length);
    Result result = result();
    double[][][] coefficients = new double[scores.length][][];
    int first = demonstrations.size();
    Arrays.setAll(
        coefficients,
        group ->
            group < first
                ? new double[][] {result.demonstrations()[group]}
                : new double[][] {
                  result.chosen()[group - first], result.rejected()[group - first]
                });
    return coefficients;
  }

  /** Loss and metrics of the whole batch, once it has been accumulated. */
  Result result() {
    double[][] tokens = new double[demonstrations.size()][];
    Arrays.setAll(tokens, i -> logProbs[i][0]);
    return objective.evaluate(new Scores(tokens, pairs(0, pairs.size())), counts);
  }

  private Pairs pairs(int from, int to) {
    int size = to - from;
    double[][] chosen = new double[size][];
    double[][] rejected = new double[size][];
    double[][] refChosen = new double[size][];
    double[][] refRejected = new double[size][];
    double[] margins = new double[size];
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      int pair = from + i;
      chosen[i] = logProbs[demonstrations.size() + pair][0];
      rejected[i] = logProbs[demonstrations.size() + pair][1];
      refChosen[i] = references[pair][0];
      refRejected[i] = references[pair][1];
      margins[i] = pairs.get(pair).margin();
      weights[i] = pairs.get(pair).weight();
    }
    return new Pairs(chosen, rejected, refChosen, refRejected, margins, weights);
  }

  private static int length(Completion completion) {
    return completion.tokens().completion().length;
  }
}
