package org.aihf.mujoco.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.Labeler;
import org.aihf.mujoco.data.PreferenceSampler;
import org.aihf.mujoco.data.PreferenceSampler.Ties;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectTest {
  @TempDir Path directory;

  /** Episodes of ten steps that pay so much in all, ± 5. */
  private static CheckpointData checkpoint(double meanReturn) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      float[] rewards = new float[10];
      rewards[3] = (float) (meanReturn + (i % 2 == 0 ? 5 : -5));
      trajectories.add(new Trajectory(new float[22], new float[10], rewards, 2, 1, false));
    }
    return new CheckpointData("at " + meanReturn, trajectories);
  }

  private static List<CheckpointData> checkpoints(double... returns) {
    List<CheckpointData> checkpoints = new ArrayList<>();
    for (double meanReturn : returns) {
      checkpoints.add(checkpoint(meanReturn));
    }
    return checkpoints;
  }

  private static List<Double> means(List<CheckpointData> checkpoints) {
    return checkpoints.stream().map(c -> c.returns().mean()).toList();
  }

  @Test
  void thirdsGoByReturnNotByOrder() {
    QualityClasses classes = QualityClasses.thirds(checkpoints(300, 100, 700, 200, 500, 400, 600));
    assertThat(means(classes.low())).containsExactly(100.0, 200.0);
    assertThat(means(classes.medium())).containsExactly(300.0, 400.0, 500.0);
    assertThat(means(classes.high())).containsExactly(600.0, 700.0);
    assertThatThrownBy(() -> QualityClasses.thirds(checkpoints(1, 2)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("at least 3 checkpoints, not 2");
  }

  @Test
  void theNearestCheckpointsAreTakenAndClassesStayApart() {
    List<CheckpointData> all = checkpoints(0, 100, 200, 300, 400);
    QualityClasses classes = QualityClasses.nearest(90, 190, 320).of(all);
    assertThat(means(classes.low())).containsExactly(100.0);
    assertThat(means(classes.medium())).containsExactly(200.0);
    assertThat(means(classes.high())).containsExactly(300.0);
    QualityClasses crowded = QualityClasses.nearest(398, 399, 400).of(all);
    assertThat(means(crowded.low())).containsExactly(200.0);
    assertThat(means(crowded.medium())).containsExactly(300.0);
    assertThat(means(crowded.high())).containsExactly(400.0);
    assertThat(means(QualityClasses.nearest(-9, -8, -7).of(all).high())).containsExactly(200.0);
    assertThatThrownBy(() -> QualityClasses.nearest(2, 1, 3)).isInstanceOf(UserError.class);
  }

  @Test
  void thePapersClassesAreSharesOfTheBest() {
    PaperQuality hopper = PaperQuality.of("Hopper-v5").orElseThrow();
    assertThat(hopper.demonstrations().mean()).isEqualTo(3559.61);
    assertThat(PaperQuality.of("HalfCheetah-v4")).contains(PaperQuality.HALF_CHEETAH);
    assertThat(PaperQuality.of("Pendulum-v1")).isEmpty();
    QualityClasses classes = hopper.rule().of(checkpoints(100, 300, 650, 700, 860, 1000));
    assertThat(means(classes.low())).containsExactly(650.0);
    assertThat(means(classes.medium())).containsExactly(860.0);
    assertThat(means(classes.high())).containsExactly(1000.0);
    assertThatThrownBy(() -> hopper.rule().of(checkpoints(-3, -2, -1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("give returns instead");
  }

  private static CollectSettings settings(int pairs, int fragmentLength) {
    return new CollectSettings(
        QualityClasses::thirds,
        30,
        80,
        pairs,
        new PreferenceSampler(fragmentLength, Labeler.second(), Ties.DROP));
  }

  @Test
  void countsAreOfTransitionsInWholeEpisodesAndOfPairs() {
    List<CheckpointData> all = checkpoints(100, 200, 300, 400, 500, 600);
    CollectedData data = CollectedData.of(all, settings(0, 0), RandomStream.of(3));
    assertThat(data.demonstrations()).hasSize(3);
    assertThat(data.nonPreferred()).hasSize(4);
    assertThat(data.preferred()).hasSize(4);
    assertThat(data.preferences().pairs()).hasSize(16);
    assertThat(data.preferences().agreement(1)).isEqualTo(1);
    assertThat(data.nonPreferredReturns().mean()).isBetween(95.0, 205.0);
    assertThat(data.preferredReturns().mean()).isBetween(295.0, 405.0);
    assertThat(data.demonstrationReturns().mean()).isBetween(495.0, 605.0);

    CollectedData fragments = CollectedData.of(all, settings(500, 6), RandomStream.of(3));
    assertThat(fragments.preferences().pairs()).hasSize(500);
    assertThat(fragments.demonstrations()).isEqualTo(data.demonstrations());
    assertThat(CollectedData.of(all, settings(500, 6), RandomStream.of(3)).preferences().pairs())
        .isEqualTo(fragments.preferences().pairs());

    CollectSettings tooMany =
        new CollectSettings(QualityClasses::thirds, 130, 80, 0, settings(0, 0).sampler());
    assertThatThrownBy(() -> CollectedData.of(all, tooMany, RandomStream.of(3)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the high class has 120 transitions, fewer than the 130 asked for");
  }

  @Test
  void theDirectoryHoldsAllAndSaysWhatWasCounted() throws IOException {
    CollectedData data =
        CollectedData.of(
            checkpoints(100, 200, 300, 400, 500, 600), settings(9, 4), RandomStream.of(3));
    Path made = directory.resolve("data");
    CollectedFiles.write(made, "Hopper-v4", data, Map.of("seed", 3));
    assertThat(CollectedFiles.demonstrations(made)).isEqualTo(data.demonstrations());
    assertThat(CollectedFiles.preferences(made)).isEqualTo(data.preferences());
    JsonNode manifest =
        new ObjectMapper().readTree(Files.readString(made.resolve(CollectedFiles.MANIFEST)));
    assertThat(manifest.at("/seed").asInt()).isEqualTo(3);
    assertThat(manifest.at("/counts/meaning").asText())
        .isEqualTo(
            "30 transitions of demonstrations in 3 episodes; 80 transitions of preferences, half of either class, in 8 episodes, compared in 9 pairs of fragments of 4 transitions");
    assertThat(manifest.at("/checkpoints/0/class").asText()).isEqualTo("low");
    assertThat(manifest.at("/checkpoints/5/class").asText()).isEqualTo("high");
    assertThat(manifest.at("/true_returns/preferred/mean").asDouble())
        .isCloseTo(data.preferredReturns().mean(), within(1e-9));
    assertThat(new QualityTable("Hopper-v4", data).toString().lines().toList())
        .hasSize(3)
        .satisfies(
            lines ->
                assertThat(lines.get(2))
                    .matches(
                        "Hopper-v2 \\(Table 1\\) +2345.20 ± 329.93 +3024.63 ± 40.52 +3559.61 ± 73.12"));
  }

  @Test
  void checkpointsAreRolledOutEachWithItsOwnRandomness() {
    Map<String, Actor> actors = new LinkedHashMap<>();
    try (Environment pendulum = Environments.make("Pendulum-v1")) {
      Actor uniform = Actor.uniform(pendulum.actionSpace());
      actors.put("a", uniform);
      actors.put("b", uniform);
      List<CheckpointData> both = Checkpoints.rollOut(pendulum, actors, 401, RandomStream.of(2));
      assertThat(both).extracting(CheckpointData::transitions).containsExactly(600L, 600L);
      assertThat(both.get(0).trajectories()).isNotEqualTo(both.get(1).trajectories());
      actors.remove("a");
      assertThat(Checkpoints.rollOut(pendulum, actors, 401, RandomStream.of(2)))
          .containsExactly(both.get(1));
    }
  }
}
