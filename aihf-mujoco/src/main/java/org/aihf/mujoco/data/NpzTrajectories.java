package org.aihf.mujoco.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trajectories as five arrays; {@link TrajectoryFile} describes them. */
final class NpzTrajectories {
  private static final String OBSERVATIONS = "observations";
  private static final String NEXT_OBSERVATIONS = "next_observations";
  private static final String ACTIONS = "actions";
  private static final String REWARDS = "rewards";
  private static final String TERMINATED = "terminated";
  private static final String OFFSETS = "episode_offsets";

  private NpzTrajectories() {}

  static void write(OutputStream out, List<Trajectory> trajectories) throws IOException {
    int episodes = trajectories.size();
    long[] offsets = new long[episodes + 1];
    boolean[] terminated = new boolean[episodes];
    for (int i = 0; i < episodes; i++) {
      offsets[i + 1] = offsets[i] + trajectories.get(i).length();
      terminated[i] = trajectories.get(i).terminated();
    }
    long transitions = offsets[episodes];
    Trajectory first = trajectories.get(0);
    try (NpzWriter npz = new NpzWriter(out)) {
      npz.floats(
          OBSERVATIONS,
          trajectories.stream().map(Trajectory::observations).toList(),
          transitions + episodes,
          first.observationSize());
      npz.floats(
          ACTIONS,
          trajectories.stream().map(Trajectory::actions).toList(),
          transitions,
          first.actionSize());
      npz.floats(REWARDS, trajectories.stream().map(Trajectory::rewards).toList(), transitions);
      npz.booleans(TERMINATED, terminated);
      npz.longs(OFFSETS, offsets);
    }
  }

  static List<Trajectory> read(Path file) {
    try (Npz npz = Npz.open(file)) {
      int[] offsets = offsets(npz);
      int episodes = offsets.length - 1;
      int transitions = offsets[episodes];
      long[] terminated = npz.whole(TERMINATED);
      if (terminated.length != episodes) {
        throw npz.error(
            TERMINATED,
            "has shape (%d,), expected (%d,): one for each of the episodes that episode_offsets tells apart"
                .formatted(terminated.length, episodes));
      }
      Npz.Floats actions = matrix(npz, ACTIONS, transitions, "one row for each action");
      Npz.Floats rewards = npz.floats(REWARDS);
      if (!Arrays.equals(rewards.shape(), new long[] {transitions})) {
        throw npz.error(
            REWARDS,
            "has shape %s, expected (%d,): one for each action"
                .formatted(NpyHeader.text(rewards.shape()), transitions));
      }
      Observations observations = observations(npz, transitions, episodes);
      int actionSize = (int) actions.shape()[1];
      List<Trajectory> trajectories = new ArrayList<>(episodes);
      for (int i = 0; i < episodes; i++) {
        int from = offsets[i];
        int to = offsets[i + 1];
        trajectories.add(
            new Trajectory(
                observations.episode(i, from, to),
                Arrays.copyOfRange(actions.values(), from * actionSize, to * actionSize),
                Arrays.copyOfRange(rewards.values(), from, to),
                observations.size(),
                actionSize,
                terminated[i] != 0));
      }
      return trajectories;
    }
  }

  private interface Observations {
    int size();

    /** The observations of an episode, its last one included. */
    float[] episode(int index, int from, int to);
  }

  private static Observations observations(Npz npz, int transitions, int episodes) {
    if (!npz.has(NEXT_OBSERVATIONS)) {
      Npz.Floats all =
          matrix(
              npz,
              OBSERVATIONS,
              transitions + episodes,
              "each episode's observations with the one its last action led to; or give next_observations");
      int size = (int) all.shape()[1];
      return new Rows(size, (i, from, to) -> copy(all, from + i, to + i + 1, size));
    }
    String meaning = "with next_observations, one row for each action";
    Npz.Floats before = matrix(npz, OBSERVATIONS, transitions, meaning);
    Npz.Floats after = matrix(npz, NEXT_OBSERVATIONS, transitions, meaning);
    int size = (int) before.shape()[1];
    if (after.shape()[1] != size) {
      throw npz.error(
          NEXT_OBSERVATIONS,
          "has shape %s, expected %s, that of observations"
              .formatted(NpyHeader.text(after.shape()), NpyHeader.text(before.shape())));
    }
    return new Rows(
        size,
        (i, from, to) -> {
          float[] rows = Arrays.copyOf(copy(before, from, to, size), (to - from + 1) * size);
          System.arraycopy(after.values(), (to - 1) * size, rows, (to - from) * size, size);
          return rows;
        });
  }

  private interface Cut {
    float[] of(int index, int from, int to);
  }

  private record Rows(int size, Cut cut) implements Observations {
    @Override
    public float[] episode(int index, int from, int to) {
      return cut.of(index, from, to);
    }
  }

  private static float[] copy(Npz.Floats array, int from, int to, int columns) {
    return Arrays.copyOfRange(array.values(), from * columns, to * columns);
  }

  private static Npz.Floats matrix(Npz npz, String name, long rows, String meaning) {
    Npz.Floats array = npz.floats(name);
    long[] shape = array.shape();
    if (shape.length != 2 || shape[0] != rows || shape[1] < 1) {
      String columns = shape.length == 2 ? Long.toString(shape[1]) : "size";
      throw npz.error(
          name,
          "has shape %s, expected (%d, %s): %s%s"
              .formatted(
                  NpyHeader.text(shape),
                  rows,
                  columns,
                  meaning,
                  shape.length == 1 ? "; for one number a row, .reshape(-1, 1)" : ""));
    }
    return array;
  }

  private static int[] offsets(Npz npz) {
    if (!npz.has(OFFSETS)) {
      throw npz.error(
          OFFSETS,
          "is missing; make it with numpy.cumsum([0] + [number of actions of each episode])");
    }
    long[] offsets = npz.whole(OFFSETS);
    if (offsets.length < 2 || offsets[0] != 0) {
      throw npz.error(
          OFFSETS,
          "must be 0 and then the number of actions up to the end of each episode: one number more than there are episodes");
    }
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] <= offsets[i - 1] || offsets[i] > Integer.MAX_VALUE) {
        throw npz.error(
            OFFSETS,
            "goes from %d to %d at index %d; every episode has at least one action"
                .formatted(offsets[i - 1], offsets[i], i));
      }
    }
    return Arrays.stream(offsets).mapToInt(Math::toIntExact).toArray();
  }
}
