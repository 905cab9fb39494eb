package org.aihf.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.objective.RewardObjective;
import org.aihf.objective.RewardObjective.Counts;
import org.aihf.objective.RewardObjective.Result;
import org.aihf.objective.RewardObjective.Scores;
import org.aihf.score.ScoreModel;

/**
 * The gradient of a {@link RewardObjective}: every reward model's {@code align} is this and a step.
 */
public final class RewardAlignment {
  private RewardAlignment() {}

  /**
   * For a reward whose gradient can be written down: Σ ∂L/∂R(τ) ∇R(τ) over the batch, where {@code
   * gradient} hears every trajectory with its ∂L/∂R(τ). All scores are taken before it hears the
   * first, so it may change the reward at once.
   *
   * @param reward the reward that is differentiated, not yet normalised or clipped
   * @param gradient called for demonstrations, own samples, chosen and rejected, each in order
   * @return the batch's loss and metrics
   * @throws ArithmeticException if a score or a coefficient is not finite; {@code gradient} has
   *     heard nothing then
   */
  public static <T> Metrics accumulate(
      RewardFunction<T> reward,
      RewardBatch<T> batch,
      RewardObjective objective,
      ObjDoubleConsumer<T> gradient) {
    List<T> all = new ArrayList<>(batch.demonstrations());
    all.addAll(batch.ownSamples());
    batch.preferences().forEach(preference -> all.add(preference.chosen()));
    batch.preferences().forEach(preference -> all.add(preference.rejected()));
    double[] scores = reward.finiteScores(all);
    int demonstrations = batch.demonstrations().size();
    int pairs = batch.preferences().size();
    double[][] byPair = new double[demonstrations + pairs][];
    Arrays.setAll(
        byPair,
        i ->
            i < demonstrations
                ? new double[] {scores[i], scores[i + demonstrations]}
                : new double[] {scores[i + demonstrations], scores[i + demonstrations + pairs]});
    Result result = objective.evaluate(scores(batch, byPair));
    double[] coefficients =
        Stream.of(result.demonstrations(), result.ownSamples(), result.chosen(), result.rejected())
            .flatMapToDouble(Arrays::stream)
            .toArray();
    for (int i = 0; i < coefficients.length; i++) {
      if (!Double.isFinite(coefficients[i])) {
        throw new ArithmeticException(
            "the loss's slope by the reward of trajectory %d of %d is %s, at a reward of %s"
                .formatted(i + 1, coefficients.length, coefficients[i], scores[i]));
      }
    }
    for (int i = 0; i < coefficients.length; i++) {
      gradient.accept(all.get(i), coefficients[i]);
    }
    return result.metrics();
  }

  /**
   * Adds the objective's gradient on the batch to that of a model with one scalar per input.
   * Separable objectives take one pass, coupled ones two (scores of all, then recompute).
   *
   * @param input from a trajectory to the model's input
   * @return the batch's loss and metrics
   */
  public static <T, X> Metrics accumulate(
      ScoreModel<X> model, RewardBatch<T> batch, RewardObjective objective, Function<T, X> input) {
    List<List<X>> groups = new ArrayList<>();
    int demonstrations = batch.demonstrations().size();
    for (int i = 0; i < demonstrations; i++) {
      groups.add(
          List.of(
              input.apply(batch.demonstrations().get(i)), input.apply(batch.ownSamples().get(i))));
    }
    for (Preference<T> preference : batch.preferences()) {
      groups.add(List.of(input.apply(preference.chosen()), input.apply(preference.rejected())));
    }
    double[][] scores = new double[groups.size()][];
    if (objective.separable()) {
      Counts counts = scores(batch, new double[groups.size()][2]).counts();
      model.accumulate(
          groups,
          (group, memberScores) -> {
            double[] pair = {memberScores[0][0], memberScores[1][0]};
            scores[group] = pair;
            Result result = objective.evaluate(single(batch, group, pair), counts);
            return group < demonstrations
                ? column(result.demonstrations()[0], result.ownSamples()[0])
                : column(result.chosen()[0], result.rejected()[0]);
          });
      return objective.evaluate(scores(batch, scores), counts).metrics();
    }
    double[][][] all = model.evaluate(groups);
    Arrays.setAll(scores, g -> new double[] {all[g][0][0], all[g][1][0]});
    Result result = objective.evaluate(scores(batch, scores));
    model.accumulate(
        groups,
        (group, memberScores) -> {
          int pair = group - demonstrations;
          return group < demonstrations
              ? column(result.demonstrations()[group], result.ownSamples()[group])
              : column(result.chosen()[pair], result.rejected()[pair]);
        });
    return result.metrics();
  }

  private static <T> Scores scores(RewardBatch<T> batch, double[][] pairs) {
    int demonstrations = batch.demonstrations().size();
    List<Preference<T>> preferences = batch.preferences();
    double[] margins = preferences.stream().mapToDouble(Preference::margin).toArray();
    double[] weights = preferences.stream().mapToDouble(Preference::weight).toArray();
    double[][] first = Arrays.copyOfRange(pairs, 0, demonstrations);
    double[][] second = Arrays.copyOfRange(pairs, demonstrations, pairs.length);
    return new Scores(
        side(first, 0), side(first, 1), side(second, 0), side(second, 1), margins, weights);
  }

  private static <T> Scores single(RewardBatch<T> batch, int group, double[] pair) {
    int demonstrations = batch.demonstrations().size();
    double[] none = {};
    double[] one = {pair[0]};
    double[] other = {pair[1]};
    if (group < demonstrations) {
      return new Scores(one, other, none, none, none, none);
    }
    Preference<T> preference = batch.preferences().get(group - demonstrations);
    return new Scores(
        none,
        none,
        one,
        other,
        new double[] {preference.margin()},
        new double[] {preference.weight()});
  }

  private static double[] side(double[][] pairs, int side) {
    return Arrays.stream(pairs).mapToDouble(pair -> pair[side]).toArray();
  }

  private static double[][] column(double first, double second) {
    return new double[][] {{first}, {second}};
  }
}
