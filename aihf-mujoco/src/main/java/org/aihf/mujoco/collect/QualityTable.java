package org.aihf.mujoco.collect;

import java.util.Locale;

/** Table 1: the classes' true returns, mean ± standard deviation, beside the paper's. */
public record QualityTable(String environment, CollectedData data) {
  private static final String ROW = "%-24s %20s %20s %20s%n";

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    row(text, "true return", "non-preferred", "preferred", "demonstrations");
    row(
        text,
        environment,
        data.nonPreferredReturns(),
        data.preferredReturns(),
        data.demonstrationReturns());
    PaperQuality.of(environment)
        .ifPresent(
            paper ->
                row(
                    text,
                    paper.environment() + " (Table 1)",
                    paper.nonPreferred(),
                    paper.preferred(),
                    paper.demonstrations()));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, Object low, Object medium, Object high) {
    text.append(String.format(Locale.ROOT, ROW, name, low, medium, high));
  }
}
