package org.aihf.mujoco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryFileTest {
  private static final List<Trajectory> FIXTURE =
      List.of(
          Numbered.fixture(0, 3, true),
          Numbered.fixture(1, 1, false),
          Numbered.fixture(2, 5, true));

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"trajectories.npz", "transitions.npz"})
  void filesThatNumpyMadeAreRead(String name) throws Exception {
    Path file = Path.of(TrajectoryFileTest.class.getResource(name).toURI());
    assertThat(TrajectoryFile.read(file)).isEqualTo(FIXTURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.npz", "a.jsonl"})
  void whatIsWrittenIsReadBitForBit(String name) throws IOException {
    RandomStream random = RandomStream.of(5);
    List<Trajectory> written =
        List.of(
            Numbered.random(random, 700, 11, 3, 1),
            Numbered.random(random, 1, 11, 3, -1e30),
            Numbered.random(random, 40, 11, 3, 1e-30));
    Path file = directory.resolve(name);
    TrajectoryFile.write(file, written);
    assertThat(TrajectoryFile.read(file)).isEqualTo(written);
    byte[] bytes = Files.readAllBytes(file);
    TrajectoryFile.write(file, written);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void mistakesInArraysNameFileArrayShapeAndRemedy() throws IOException {
    long[] offsets = {0, 2, 5};
    float[] rewards = new float[5];
    String[] sentences = {
      "array 'actions' is missing; the file has [observations, rewards, terminated, episode_offsets]",
      "array 'actions' has shape (5,), expected (5, size): one row for each action; for one number a row, .reshape(-1, 1)",
      "array 'observations' has shape (5, 2), expected (7, 2): each episode's observations with the one its last action led to; or give next_observations",
      "array 'rewards' has shape (4,), expected (5,): one for each action",
      "array 'terminated' has shape (1,), expected (2,): one for each of the episodes that episode_offsets tells apart",
      "array 'episode_offsets' goes from 2 to 2 at index 2; every episode has at least one action",
      "array 'observations' has NaN at index (1, 0); every number must be finite (as float32)",
    };
    float[] spoiled = new float[14];
    spoiled[2] = Float.NaN;
    for (int i = 0; i < sentences.length; i++) {
      int mistake = i;
      Path file = directory.resolve(i + ".npz");
      try (OutputStream out = Files.newOutputStream(file);
          NpzWriter npz = new NpzWriter(out)) {
        if (mistake == 2) {
          npz.floats("observations", List.of(new float[10]), 5, 2);
        } else {
          npz.floats("observations", List.of(mistake == 6 ? spoiled : new float[14]), 7, 2);
        }
        if (mistake == 1) {
          npz.floats("actions", List.of(rewards), 5);
        } else if (mistake != 0) {
          npz.floats("actions", List.of(rewards), 5, 1);
        }
        int count = mistake == 3 ? 4 : 5;
        npz.floats("rewards", List.of(new float[count]), count);
        npz.booleans("terminated", new boolean[mistake == 4 ? 1 : 2]);
        npz.longs("episode_offsets", mistake == 5 ? new long[] {0, 2, 2} : offsets);
      }
      assertThatThrownBy(() -> TrajectoryFile.read(file))
          .isInstanceOf(UserError.class)
          .hasMessage(file + ": " + sentences[mistake]);
    }
  }

  @Test
  void headersThatLieAreRefusedBeforeMemoryIsTaken() throws IOException {
    refused(
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 9), }", 16),
        "holds 16 bytes");
    refused(
        npy(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999, 9999999999999999), }",
            16),
        "holds 16 bytes");
    refused(
        npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", 16),
        "numpy.ascontiguousarray");
    refused(
        npy("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }", 16),
        "'>f4'; convert it with .astype");
    refused(
        npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", 16), "'|O'; convert it");
    refused(
        npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,), }", 16),
        "not understood");
    refused(npy("x".repeat(60_000).repeat(2).substring(0, 65_535), 0), "not understood");
    refused(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127},
        "header of 2147483647 bytes");
    refused(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 9, 0, 1, 0}, "version 9");
    refused(new byte[] {1, 2, 3}, "ends within its header");
    refused("plain text".getBytes(StandardCharsets.UTF_8), "is no .npy array");
  }

  private void refused(byte[] entry, String sentence) throws IOException {
    Path file = directory.resolve("hostile.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("episode_offsets.npy"));
      zip.write(entry);
    }
    assertThatThrownBy(() -> TrajectoryFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": array 'episode_offsets' ")
        .hasMessageContaining(sentence);
  }

  private static byte[] npy(String header, int payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(header.length() & 0xFF);
    out.write(header.length() >>> 8);
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.write(new byte[payload]);
    return out.toByteArray();
  }

  @Test
  void whatIsNoSuchFileIsSaid() throws IOException {
    Path text = Files.writeString(directory.resolve("text.npz"), "hello");
    assertThatThrownBy(() -> TrajectoryFile.read(text)).hasMessageContaining("is no .npz file");
    assertThatThrownBy(() -> TrajectoryFile.read(directory.resolve("a.csv")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ends in .npz or .jsonl");
    assertThatThrownBy(() -> TrajectoryFile.read(directory.resolve("none.npz")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void actionsThatArePoliciesNoLongerAreNamedWithTheirPlace() {
    Path file = directory.resolve("a.npz");
    Trajectory good = withActions(-1, 1.000001f);
    UnitActions.require(file, List.of(good, good));
    assertThatThrownBy(() -> UnitActions.require(file, List.of(good, withActions(0.5f, -2), good)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "%s: the action at step 1 of episode 1 (from 0) has -2.0; actions must be in [-1, 1]:"
                + " divide them by the environment's bounds",
            file);
  }

  private static Trajectory withActions(float... actions) {
    int steps = actions.length;
    return new Trajectory(new float[steps + 1], actions, new float[steps], 1, 1, false);
  }

  @Test
  void mistakesInLinesNameLineAndField() throws IOException {
    String good =
        "{\"observations\":[[1,2],[3,4]],\"actions\":[[0.5]],\"rewards\":[1],\"terminated\":false}";
    String[][] cases = {
      {
        good.replace(",[3,4]", ""),
        "field 'observations' has 1 rows, expected 2: one before each action"
      },
      {
        good.replace("[3,4]", "[3]"),
        "field 'observations[1]' has 1 numbers, but observations[0] has 2"
      },
      {good.replace("[[0.5]]", "[0.5]"), "field 'actions[0]' must be a list of numbers"},
      {good.replace("[[0.5]]", "[[]]"), "field 'actions' has empty rows"},
      {good.replace("[1]", "[]"), "field 'rewards' is empty"},
      {good.replace("0.5", "1e300"), "too large for a float32"},
      {good.replace("false", "0"), "field 'terminated' must be true or false, not the number 0"},
      {good.replace("[1,2],[3,4]", "[1],[3]"), "but line 1 has 2 and 1"},
    };
    for (String[] mistake : cases) {
      Path file = Files.writeString(directory.resolve("a.jsonl"), good + "\n" + mistake[0] + "\n");
      assertThatThrownBy(() -> TrajectoryFile.read(file))
          .isInstanceOf(UserError.class)
          .hasMessageStartingWith(file + " line 2: ")
          .hasMessageContaining(mistake[1]);
    }
  }
}
