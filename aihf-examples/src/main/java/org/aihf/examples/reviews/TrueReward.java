package org.aihf.examples.reviews;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aihf.reward.RewardFunction;

/**
 * What a review is really worth, between −3.5 and 4. Training never sees it (except for the
 * oracle): people's preferences are noisy judgements by it, and every method is judged by it.
 *
 * <table>
 * <caption>Aspects</caption>
 * <tr><th>aspect</th><th>range</th><th>meaning</th></tr>
 * <tr><td>tone</td><td>−1..1</td><td>mean sentiment of the words of praise and criticism</td></tr>
 * <tr><td>details</td><td>0..1.5</td><td>0.5 for each distinct detail of the film's genre, three at most</td></tr>
 * <tr><td>coverage</td><td>0..0.5</td><td>distinct sides of the film spoken about, out of three</td></tr>
 * <tr><td>verdict</td><td>0..1</td><td>a verdict that agrees with the tone, and a proper end</td></tr>
 * <tr><td>offTopic</td><td>−1..0</td><td>minus the share of clauses about something else</td></tr>
 * <tr><td>form</td><td>−1.5..0</td><td>minus 1.5 times the share of parts that are not of the grammar</td></tr>
 * </table>
 */
public final class TrueReward implements RewardFunction<Review> {
  /** The largest value. */
  public static final double MAXIMUM = 4;

  /** The aspects of one review; their sum is its reward. */
  public record Breakdown(
      double tone, double details, double coverage, double verdict, double offTopic, double form) {
    public double total() {
      return tone + details + coverage + verdict + offTopic + form;
    }

    /** Aspect by name, in the order of the table above. */
    public Map<String, Double> aspects() {
      Map<String, Double> aspects = new LinkedHashMap<>();
      aspects.put("tone", tone);
      aspects.put("details", details);
      aspects.put("coverage", coverage);
      aspects.put("verdict", verdict);
      aspects.put("offTopic", offTopic);
      aspects.put("form", form);
      return aspects;
    }
  }

  @Override
  public double[] score(List<Review> reviews) {
    return reviews.stream().mapToDouble(review -> evaluate(review).total()).toArray();
  }

  /** The reward of one review, aspect by aspect. */
  public static Breakdown evaluate(Review review) {
    String genre = ReviewPrompts.genre(review.prompt());
    List<Clause> clauses = Clause.parse(review.completion());
    Set<String> details = new HashSet<>();
    Set<String> aspects = new HashSet<>();
    int sentiment = 0;
    int judged = 0;
    int offTopic = 0;
    int malformed = 0;
    int verdict = 0;
    for (Clause clause : clauses) {
      if (clause instanceof Clause.Vague vague) {
        aspects.add(vague.aspect());
        sentiment += vague.sentiment();
        judged++;
      } else if (clause instanceof Clause.Specific specific) {
        aspects.add(specific.aspect());
        sentiment += specific.sentiment();
        judged++;
        if (ReviewWords.genreOfDetail(specific.detail()).equals(genre)) {
          details.add(specific.detail());
        }
      } else if (clause instanceof Clause.OffTopic) {
        offTopic++;
      } else if (clause instanceof Clause.Verdict closing) {
        verdict = closing.sentiment();
      } else {
        malformed++;
      }
    }
    int body = Math.max(1, clauses.size() - 1);
    boolean agrees = verdict != 0 && (verdict > 0) == (sentiment > 0);
    return new Breakdown(
        judged == 0 ? 0 : (double) sentiment / judged,
        0.5 * Math.min(3, details.size()),
        0.5 * Math.min(3, aspects.size()) / 3,
        agrees && review.ended() ? 1 : 0,
        -(double) offTopic / body,
        -1.5 * malformed / clauses.size());
  }
}
