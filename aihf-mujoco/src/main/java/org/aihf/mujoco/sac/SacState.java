package org.aihf.mujoco.sac;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.UserError;
import org.aihf.mujoco.data.TransitionBatch;
import org.aihf.run.AtomicFiles;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.Safetensors;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.aihf.torch.safetensors.TensorSource;

/**
 * What a run of SAC must remember besides its networks: {@code sac.json} and {@code
 * replay.safetensors}.
 *
 * @param exploration state of the stream, as of {@code sampling} and {@code updates}
 * @param environment its snapshot
 */
record SacState(
    long steps,
    double episodeReturn,
    int episodeLength,
    long exploration,
    long sampling,
    long updates,
    int replayNext,
    float[] observation,
    double[] environment) {
  private static final String FILE = "sac.json";
  private static final String REPLAY = "replay.safetensors";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void save(Path directory) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(this);
    AtomicFiles.write(directory.resolve(FILE), out -> out.write(bytes));
  }

  static SacState load(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      return JSON.readValue(Files.readString(file), SacState.class);
    } catch (JsonProcessingException e) {
      throw new UserError(file + ": this is no state of SAC (" + e.getOriginalMessage() + ")", e);
    }
  }

  static void saveReplay(Path directory, ReplayBuffer replay) {
    TransitionBatch held = replay.contents();
    long n = held.size();
    SafetensorsWriter.write(
        directory.resolve(REPLAY),
        List.of(
            TensorSource.of("observations", held.observations(), n, held.observationSize()),
            TensorSource.of("actions", held.actions(), n, held.actionSize()),
            TensorSource.of("rewards", held.rewards(), n),
            TensorSource.of(
                "next_observations", held.nextObservations(), n, held.observationSize()),
            TensorSource.of("terminated", held.terminated(), n)),
        Dtype.F32);
  }

  static void restoreReplay(Path directory, ReplayBuffer replay, int next) {
    try (Safetensors file = Safetensors.open(directory.resolve(REPLAY))) {
      long n = file.info("rewards").shape().get(0);
      TransitionBatch like = replay.contents();
      file.requireShape("observations", n, like.observationSize());
      file.requireShape("actions", n, like.actionSize());
      file.requireShape("next_observations", n, like.observationSize());
      file.requireShape("terminated", n);
      replay.restore(
          new TransitionBatch(
              (int) n,
              like.observationSize(),
              like.actionSize(),
              file.floats("observations"),
              file.floats("actions"),
              file.floats("rewards"),
              file.floats("next_observations"),
              file.floats("terminated")),
          next);
    }
  }
}
