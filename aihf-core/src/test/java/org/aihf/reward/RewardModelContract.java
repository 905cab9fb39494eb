package org.aihf.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.data.Preference;
import org.aihf.objective.JointObjective;
import org.aihf.objective.RewardObjective;
import org.aihf.torch.TestDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link RewardModel} must do for the {@link org.aihf.Aihf} loop to be right. Extend it
 * in your own tests (dependency {@code org.aihf:aihf-core}, type {@code test-jar}, scope test) and
 * name the class {@code ...Test}.
 */
public abstract class RewardModelContract<T> {
  @TempDir Path directory;

  private final List<RewardModel<T>> created = new ArrayList<>();

  /** A fresh reward model: always the same weights. */
  protected abstract RewardModel<T> create() throws Exception;

  /**
   * At least two demonstrations with own samples and two preferences, of trajectories all different
   * enough for the model to tell apart.
   */
  protected abstract RewardBatch<T> batch();

  /** Steps on {@link #batch()} after which every pair is in the right order. */
  protected abstract int learningSteps();

  /** How exactly a score repeats in another batch: rounding of the engine. */
  protected double tolerance() {
    return 1e-5;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (RewardModel<T> model : created) {
      if (model instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  @Test
  void oneFiniteScorePerTrajectoryWhateverTheBatch() throws Exception {
    RewardModel<T> model = model();
    List<T> all = trajectories();
    double[] scores = model.score(all);
    assertThat(scores).hasSize(all.size());
    for (int i = 0; i < all.size(); i++) {
      assertThat(scores[i]).isFinite();
      assertThat(model.score(List.of(all.get(i)))[0]).isCloseTo(scores[i], within(tolerance()));
    }
    assertThat(model.score(List.of())).isEmpty();
  }

  @Test
  void scoringChangesNothing() throws Exception {
    RewardModel<T> model = model();
    assertThat(model.score(trajectories())).containsExactly(model.score(trajectories()));
  }

  @Test
  void alignmentPutsDemonstrationsAndChosenAnswersFirst() throws Exception {
    RewardModel<T> model = model();
    RewardBatch<T> batch = batch();
    for (int i = 0; i < learningSteps(); i++) {
      Metrics metrics = model.align(batch, JointObjective.logistic(1));
      assertThat(metrics.values().values()).allMatch(Double::isFinite);
    }
    double[] expert = model.score(batch.demonstrations());
    double[] own = model.score(batch.ownSamples());
    for (int i = 0; i < expert.length; i++) {
      assertThat(expert[i]).isGreaterThan(own[i]);
    }
    for (Preference<T> pair : batch.preferences()) {
      double[] scores = model.score(List.of(pair.chosen(), pair.rejected()));
      assertThat(scores[0]).isGreaterThan(scores[1]);
    }
  }

  @Test
  void withoutWeightDemonstrationsTeachNothing() throws Exception {
    RewardModel<T> with = model();
    RewardModel<T> without = model();
    RewardBatch<T> batch = batch();
    with.align(batch, JointObjective.bradleyTerry());
    without.align(
        new RewardBatch<>(List.of(), List.of(), batch.preferences()),
        JointObjective.bradleyTerry());
    assertClose(with.score(trajectories()), without.score(trajectories()));
  }

  @Test
  void demonstrationsAloneAreEnough() throws Exception {
    RewardModel<T> model = model();
    RewardBatch<T> batch = batch();
    RewardBatch<T> demonstrations =
        new RewardBatch<>(batch.demonstrations(), batch.ownSamples(), List.of());
    double before = gap(model, demonstrations);
    model.align(demonstrations, JointObjective.linear(1));
    assertThat(gap(model, demonstrations)).isGreaterThan(before);
  }

  @Test
  void aCoupledObjectiveGivesTheSameStepAsItsSeparableTwin() throws Exception {
    RewardModel<T> separable = model();
    RewardModel<T> coupled = model();
    separable.align(batch(), JointObjective.logistic(0.5));
    coupled.align(batch(), coupled(JointObjective.logistic(0.5)));
    assertClose(coupled.score(trajectories()), separable.score(trajectories()));
  }

  @Test
  void aCoefficientThatIsNoNumberIsRefusedAndChangesNothing() throws Exception {
    RewardModel<T> model = model();
    double[] before = model.score(trajectories());
    RewardObjective joint = JointObjective.linear(1);
    RewardObjective broken =
        (scores, counts) -> {
          var result = joint.evaluate(scores, counts);
          Arrays.fill(result.demonstrations(), Double.NaN);
          return result;
        };
    assertThatThrownBy(() -> model.align(batch(), broken)).isInstanceOf(ArithmeticException.class);
    assertThat(model.score(trajectories())).containsExactly(before);
  }

  @Test
  void aRestoredModelContinuesBitForBit() throws Exception {
    TestDevice.assumeRepeatable();
    RewardModel<T> first = model();
    first.align(batch(), JointObjective.linear(0.5));
    first.align(batch(), JointObjective.linear(0.5));
    first.save(directory);
    RewardModel<T> second = model();
    second.restore(directory);

    assertThat(second.score(trajectories())).containsExactly(first.score(trajectories()));
    first.align(batch(), JointObjective.linear(0.5));
    second.align(batch(), JointObjective.linear(0.5));
    assertThat(second.score(trajectories())).containsExactly(first.score(trajectories()));
  }

  @Test
  void restoringFromAnEmptyDirectoryNamesIt() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    RewardModel<T> model = model();
    assertThatThrownBy(() -> model.restore(empty))
        .isInstanceOfAny(IOException.class, UserError.class)
        .hasMessageContaining(empty.toString());
  }

  private RewardModel<T> model() throws Exception {
    RewardModel<T> model = create();
    created.add(model);
    return model;
  }

  private List<T> trajectories() {
    RewardBatch<T> batch = batch();
    List<T> all = new ArrayList<>(batch.demonstrations());
    all.addAll(batch.ownSamples());
    for (Preference<T> pair : batch.preferences()) {
      all.add(pair.chosen());
      all.add(pair.rejected());
    }
    return all;
  }

  private static <T> double gap(RewardModel<T> model, RewardBatch<T> batch) {
    return Arrays.stream(model.score(batch.demonstrations())).sum()
        - Arrays.stream(model.score(batch.ownSamples())).sum();
  }

  private void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(tolerance()));
  }

  private static RewardObjective coupled(RewardObjective objective) {
    return new RewardObjective() {
      @Override
      public Result evaluate(Scores scores, Counts counts) {
        return objective.evaluate(scores, counts);
      }

      @Override
      public boolean separable() {
        return false;
      }
    };
  }
}
