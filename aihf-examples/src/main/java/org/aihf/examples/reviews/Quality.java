package org.aihf.examples.reviews;

/**
 * How a writer writes: the probabilities behind {@link ReviewGrammar#completion}.
 *
 * @param fewestClauses clauses are uniform between this
 * @param mostClauses and this, inclusive
 * @param offTopic share of clauses about something else than the film
 * @param specific share of the other clauses that name a detail; the rest are vague
 * @param onGenre share of details that belong to the film's genre
 * @param praise share of words of praise; the rest criticise
 * @param consistentVerdict chance that the verdict agrees with what was said (a tie counts as bad)
 */
public record Quality(
    int fewestClauses,
    int mostClauses,
    double offTopic,
    double specific,
    double onGenre,
    double praise,
    double consistentVerdict) {

  public static final Quality LOW = new Quality(1, 3, 0.40, 0.20, 0.40, 0.40, 0.60);
  public static final Quality MEDIUM = new Quality(1, 4, 0.15, 0.45, 0.65, 0.60, 0.80);
  public static final Quality HIGH = new Quality(3, 4, 0.00, 0.90, 1.00, 0.90, 1.00);

  public Quality {
    if (fewestClauses < 1 || mostClauses < fewestClauses) {
      throw new IllegalArgumentException(
          "clauses must satisfy 1 <= fewest <= most, not fewest %d, most %d"
              .formatted(fewestClauses, mostClauses));
    }
    requireProbability("offTopic", offTopic);
    requireProbability("specific", specific);
    requireProbability("onGenre", onGenre);
    requireProbability("praise", praise);
    requireProbability("consistentVerdict", consistentVerdict);
  }

  private static void requireProbability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, not " + value);
    }
  }
}
