package org.aihf.examples.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every aspect by hand-computed examples. */
class TrueRewardTest {
  private static final String PROMPT = "a space film called silent harbor . notes :";

  private static TrueReward.Breakdown of(String completion) {
    return TrueReward.evaluate(Review.of(PROMPT, completion));
  }

  @Test
  void theBestReviewGetsTheMaximum() {
    var best =
        of(
            " the plot had a vivid robot , the cast had a bold alien ,"
                + " the music had a crisp laser . overall great");
    assertThat(best.total()).isEqualTo(TrueReward.MAXIMUM);
    assertThat(best).isEqualTo(new TrueReward.Breakdown(1, 1.5, 0.5, 1, -0.0, -0.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the plot was superb . overall great | 1",
        "the plot was dull . overall awful | -1",
        "the plot was superb , the cast was dull . overall great | 0",
        "the plot was superb , the cast was fresh , the pace was weak . overall great | 0.3333333333",
        "my seat was cold . overall awful | 0",
      })
  void toneIsTheMeanSentiment(String completion, double tone) {
    assertThat(of(completion).tone()).isCloseTo(tone, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the plot had a vivid robot . overall great | 0.5 | 0.1666666667",
        "the plot had a vivid robot , the plot had a bold robot . overall great | 0.5 | 0.1666666667",
        "the plot had a vivid ghost , the cast had a bold robot . overall great | 0.5 | 0.3333333333",
        "the plot had a vivid kiss , the cast was superb . overall great | 0 | 0.3333333333",
      })
  void detailsCountOnceAndOnlyOnGenre(String completion, double details, double coverage) {
    assertThat(of(completion).details()).isCloseTo(details, within(1e-9));
    assertThat(of(completion).coverage()).isCloseTo(coverage, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the plot was superb . overall great | 1",
        "the plot was superb . overall awful | 0",
        "the plot was dull . overall poor | 1",
        "the plot was superb , the cast was dull . overall poor | 1",
        "my seat was cold . overall great | 0",
        "the plot was superb . | 0",
        "the plot was superb | 0",
      })
  void aVerdictMustAgreeWithTheTone(String completion, double verdict) {
    assertThat(of(completion).verdict()).isEqualTo(verdict);
  }

  @Test
  void aReviewThatWasCutOffHasNoVerdict() {
    var cut = new Review(PROMPT, " the plot was superb . overall great", false);
    assertThat(TrueReward.evaluate(cut).verdict()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "my seat was cold . overall awful | -1 | 0",
        "my seat was cold , the plot was dull . overall awful | -0.5 | 0",
        "the plot was superb superb . overall great | 0 | -0.75",
        "the plot superb , the cast was bold . overall great | 0 | -0.5",
        "the robot was superb . overall great | 0 | -0.75",
        "the plot was cold . overall great | 0 | -0.75",
        "my plot was cold . overall great | 0 | -0.75",
        "the plot was superb . overall . great | 0 | -1",
        "'' | 0 | -1.5",
        "overall overall overall | 0 | -1.5",
      })
  void offTopicAndMalformedPartsCost(String completion, double offTopic, double form) {
    assertThat(of(completion).offTopic()).isCloseTo(offTopic, within(1e-9));
    assertThat(of(completion).form()).isCloseTo(form, within(1e-9));
  }

  @Test
  void punctuationMayTouchWords() {
    String completion = " the plot had a vivid robot, the cast was bold. overall great";
    assertThat(of(completion)).isEqualTo(of(completion.replace(",", " ,").replace(".", " .")));
  }

  @Test
  void scoreIsTheSumOfTheAspectsAndBounded() {
    RandomStream random = RandomStream.of(3);
    List<String> words = ReviewWords.all();
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(20);
      for (int j = 0; j < length; j++) {
        text.append(' ').append(words.get(random.nextInt(words.size())));
      }
      Review review = Review.of(PROMPT, text.toString());
      var breakdown = TrueReward.evaluate(review);
      double score = new TrueReward().score(List.of(review))[0];
      assertThat(score).isBetween(-3.5, TrueReward.MAXIMUM);
      assertThat(breakdown.aspects().values().stream().mapToDouble(d -> d).sum())
          .isCloseTo(score, within(1e-12));
    }
  }

  @Test
  void aPromptWithoutGenreIsRefused() {
    assertThatThrownBy(() -> TrueReward.evaluate(Review.of("a film :", " the plot was dull")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names none of the genres");
  }
}
