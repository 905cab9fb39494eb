package org.aihf.mujoco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aihf.UserError;
import org.aihf.data.Preference;
import org.aihf.mujoco.data.PreferenceSampler.Ties;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceTest {
  @TempDir Path directory;

  /** Trajectories whose every reward is {@code reward}. */
  private static List<Trajectory> paying(float reward, int... lengths) {
    List<Trajectory> trajectories = new ArrayList<>();
    for (int length : lengths) {
      float[] rewards = new float[length];
      Arrays.fill(rewards, reward);
      trajectories.add(
          new Trajectory(new float[length + 1], new float[length], rewards, 1, 1, false));
    }
    return trajectories;
  }

  private static List<Trajectory> random(int count, double meanReward) {
    RandomStream random = RandomStream.of((long) (1000 * meanReward));
    List<Trajectory> trajectories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      trajectories.add(Numbered.random(random, 30 + i, 3, 1, meanReward));
    }
    return trajectories;
  }

  @Test
  void everyStartOfAFragmentIsEquallyLikely() {
    FragmentSampler sampler = new FragmentSampler(paying(1, 2, 4, 3, 6), 3);
    assertThat(sampler.tooShort()).isEqualTo(1);
    int[][] counts = new int[4][6];
    RandomStream random = RandomStream.of(2);
    for (int i = 0; i < 7000; i++) {
      Fragment fragment = sampler.draw(random);
      assertThat(fragment.to() - fragment.from()).isEqualTo(3);
      counts[fragment.episode()][fragment.from()]++;
    }
    int[][] possible = {{1, 0}, {1, 1}, {2, 0}, {3, 0}, {3, 1}, {3, 2}, {3, 3}};
    for (int[] place : possible) {
      assertThat(counts[place[0]][place[1]]).isBetween(850, 1150);
    }
  }

  @Test
  void fragmentsLongerThanAnyTrajectoryAreRefused() {
    assertThatThrownBy(() -> new FragmentSampler(paying(1, 5, 9), 10))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the longest has 9");
  }

  @Test
  void wholeTrajectoriesAreComparedOnceEach() {
    PreferenceSampler sampler = new PreferenceSampler(0, Labeler.byReturn(1, 0), Ties.DROP);
    PreferenceSet all = sampler.within(random(9, 0), 36, RandomStream.of(1));
    Set<Set<Integer>> pairs = new HashSet<>();
    all.pairs().forEach(p -> pairs.add(Set.of(p.chosen().episode(), p.rejected().episode())));
    assertThat(pairs).hasSize(36);
    assertThat(all.agreement(1)).isEqualTo(1);
    assertThatThrownBy(() -> sampler.within(random(9, 0), 37, RandomStream.of(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there are only 36 pairs");

    PreferenceSet between = sampler.between(random(4, 0), random(5, 1), 20, RandomStream.of(1));
    pairs.clear();
    between.pairs().forEach(p -> pairs.add(Set.of(p.chosen().episode(), p.rejected().episode())));
    assertThat(pairs).hasSize(20);
    assertThat(between.pairs())
        .allMatch(p -> p.rejected().episode() < 4 && p.chosen().episode() >= 4);
  }

  @Test
  void aBradleyTerryLabelerErrsAsItsTemperatureSays() {
    List<Trajectory> worse = paying(0, 10);
    List<Trajectory> better = paying(0.25f, 10);
    double[][] cases = {{1, 1, 2.5}, {2, 1, 1.25}, {1, 0.5, (1 - Math.pow(0.5, 10)) / 2}};
    for (double[] setting : cases) {
      PreferenceSampler sampler =
          new PreferenceSampler(10, Labeler.bradleyTerry(setting[1], setting[0]), Ties.DROP);
      PreferenceSet set = sampler.between(worse, better, 20_000, RandomStream.of(6));
      double expected = 1 / (1 + Math.exp(-setting[2]));
      assertThat(set.agreement(1)).isCloseTo(expected, within(0.01));
    }
  }

  @Test
  void noiseReplacesLabelsByACoin() {
    PreferenceSampler sampler =
        new PreferenceSampler(5, Labeler.second().withNoise(0.3), Ties.DROP);
    PreferenceSet set = sampler.between(random(5, 0), random(5, 5), 20_000, RandomStream.of(6));
    assertThat(set.agreement(0.99)).isCloseTo(0.85, within(0.01));
  }

  @Test
  void tiesAreDroppedOrCountBothWaysOrGoByACoin() {
    List<Trajectory> mixed = new ArrayList<>(paying(1, 6, 6, 6));
    mixed.addAll(paying(2, 6));
    Labeler labeler = Labeler.byReturn(1, 0.5);
    PreferenceSet dropped =
        new PreferenceSampler(0, labeler, Ties.DROP).within(mixed, 3, RandomStream.of(1));
    assertThat(dropped.pairs()).hasSize(3).allMatch(p -> p.chosen().episode() == 3);
    PreferenceSet both =
        new PreferenceSampler(0, labeler, Ties.BOTH_WAYS).within(mixed, 6, RandomStream.of(1));
    assertThat(both.pairs()).hasSize(9);
    assertThat(both.pairs().stream().mapToDouble(PreferenceSet.Pair::weight).sum()).isEqualTo(6);
    assertThat(both.agreement(1)).isEqualTo((3 + 1.5) / 6);
    PreferenceSet coin =
        new PreferenceSampler(0, labeler, Ties.COIN).within(mixed, 6, RandomStream.of(1));
    assertThat(coin.pairs()).hasSize(6).allMatch(p -> p.weight() == 1);
    assertThatThrownBy(
            () -> new PreferenceSampler(0, labeler, Ties.DROP).within(mixed, 4, RandomStream.of(1)))
        .hasMessageContaining("there are only 6 pairs, and some are ties");
    assertThatThrownBy(
            () ->
                new PreferenceSampler(2, labeler, Ties.DROP)
                    .within(paying(1, 6, 6), 1, RandomStream.of(1)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("were all ties");
  }

  @Test
  void aSeedGivesTheSamePairsWhoeverLabelsThem() {
    List<Trajectory> worse = random(5, 0);
    List<Trajectory> better = random(6, 1);
    PreferenceSet first =
        new PreferenceSampler(8, Labeler.second(), Ties.DROP)
            .between(worse, better, 50, RandomStream.of(9));
    PreferenceSet noisy =
        new PreferenceSampler(8, Labeler.second().withNoise(0.5), Ties.DROP)
            .between(worse, better, 50, RandomStream.of(9));
    assertThat(first.preferences())
        .isEqualTo(
            new PreferenceSampler(8, Labeler.second(), Ties.DROP)
                .between(worse, better, 50, RandomStream.of(9))
                .preferences());
    assertThat(noisy.pairs()).isNotEqualTo(first.pairs());
    for (int i = 0; i < 50; i++) {
      assertThat(Set.of(noisy.pairs().get(i).chosen(), noisy.pairs().get(i).rejected()))
          .isEqualTo(Set.of(first.pairs().get(i).chosen(), first.pairs().get(i).rejected()));
    }
  }

  @Test
  void agreementWeighsPairs() {
    Trajectory low = paying(1, 3).get(0);
    Trajectory high = paying(2, 3).get(0);
    List<Preference<Trajectory>> pairs =
        List.of(
            new Preference<>(high, low, 0, 3),
            new Preference<>(low, high, 0, 1),
            new Preference<>(low, low, 0, 4));
    assertThat(PreferenceSet.agreement(pairs, 1)).isEqualTo((3 + 2) / 8.0);
  }

  @Test
  void preferencesAreWrittenAndReadByPlace() throws IOException {
    List<Trajectory> trajectories = random(6, 0);
    PreferenceSet set =
        new PreferenceSet(
            trajectories,
            List.of(
                PreferenceSet.Pair.of(new Fragment(3, 0, 9), new Fragment(1, 4, 13)),
                new PreferenceSet.Pair(new Fragment(0, 0, 30), new Fragment(1, 0, 31), 0.5, 2)));
    Path file = directory.resolve("preferences.jsonl");
    PreferenceFile.write(file, set);
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("{\"chosen\":[3,0,9],\"rejected\":[1,4,13]}");
    assertThat(PreferenceFile.read(file, trajectories)).isEqualTo(set);

    Files.writeString(file, "{\"chosen\":[2],\"rejected\":[5,0,1]}\n");
    assertThat(PreferenceFile.read(file, trajectories).pairs().get(0).chosen())
        .isEqualTo(new Fragment(2, 0, 32));
    String[][] mistakes = {
      {"[6]", "names episode 6; the trajectories are 0 to 5"},
      {"[1.5]", "names episode 1.5"},
      {"[1,2]", "has 2 numbers; it must be [episode] or [episode, from, to]"},
      {"[1,5,5]", "goes from 5 to 5; episode 1 has transitions 0 to 31"},
      {"[1,0,32]", "goes from 0 to 32"},
    };
    for (String[] mistake : mistakes) {
      Files.writeString(file, "{\"chosen\":[0],\"rejected\":" + mistake[0] + "}\n");
      assertThatThrownBy(() -> PreferenceFile.read(file, trajectories))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("line 1: field 'rejected' " + mistake[1]);
    }
  }
}
