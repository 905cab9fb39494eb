package org.aihf.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.run.RunDirectory.IfExists;
import org.jspecify.annotations.Nullable;

/**
 * A directory made ready for a run that begins or goes on.
 *
 * @param lock held; whoever takes over gives it back
 * @param manifest of this sitting
 * @param resumed where the run goes on; null if it begins
 */
record RunStart(Path root, RunLock lock, Manifest manifest, SavedStates.@Nullable Saved resumed) {

  /** As {@link RunDirectory#create}. The configuration is the caller's to write. */
  static RunStart in(Path root, IfExists ifExists, Manifest manifest) {
    try {
      return make(root, ifExists, manifest);
    } catch (IOException e) {
      throw FileErrors.cannot("write", root, e);
    }
  }

  private static RunStart make(Path root, IfExists ifExists, Manifest manifest) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new UserError(
          "cannot start a run in %s: it is a file; choose another directory with --output"
              .formatted(root));
    }
    Files.createDirectories(root);
    refuseForeign(root);
    RunLock lock = RunLock.take(root);
    try {
      SavedStates.@Nullable Saved saved =
          ifExists == IfExists.RESUME ? savedBy(new RunOnDisk(root)) : null;
      if (saved == null) {
        prepare(root, ifExists);
        return new RunStart(root, lock, manifest, null);
      }
      return new RunStart(root, lock, goOn(root, manifest, saved), saved);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The run's newest state, or null.
   *
   * @throws UserError if there is one and nobody knows any more of what run
   */
  private static SavedStates.@Nullable Saved savedBy(RunOnDisk run) {
    SavedStates states = new SavedStates(run.root().resolve(RunDirectory.STATE));
    if (run.config().isPresent()) {
      return states.latest();
    }
    if (!states.isEmpty()) {
      throw new UserError(
          "cannot resume: %s is missing, and without it nobody knows what the saved state belongs to; put it back or begin anew with --overwrite"
              .formatted(run.root().resolve(RunDirectory.CONFIG)));
    }
    return null;
  }

  /** Takes the directory back to the saved state. Returns the manifest of the whole run. */
  private static Manifest goOn(Path root, Manifest manifest, SavedStates.Saved saved)
      throws IOException {
    Manifest before = new ManifestFile(root.resolve(RunDirectory.MANIFEST)).read();
    Manifest continued = manifest.continuing(before);
    tellDifferences(before, continued);
    AtomicFiles.deleteLeftovers(root);
    Path checkpoints = root.resolve(RunDirectory.CHECKPOINTS);
    if (Files.isDirectory(checkpoints)) {
      AtomicFiles.deleteLeftovers(checkpoints);
    }
    new GrowingFiles(root).cutBackTo(saved.position().lengths());
    for (String ofTheEnd :
        List.of(RunDirectory.EVALUATION, RunDirectory.RETURNS, RunDirectory.FILM)) {
      Files.deleteIfExists(root.resolve(ofTheEnd));
    }
    return continued;
  }

  /** Another engine, or another number of threads, adds in another order. */
  private static void tellDifferences(Manifest before, Manifest now) {
    Map<String, String> then = new LinkedHashMap<>(before.versions());
    then.put("threads", Integer.toString(before.threads()));
    Map<String, String> today = new LinkedHashMap<>(now.versions());
    today.put("threads", Integer.toString(now.threads()));
    then.forEach(
        (name, value) -> {
          if (!value.equals(today.get(name))) {
            System.err.printf(
                "aihf: the run began with %s %s and goes on with %s: last bits of its numbers may differ%n",
                name, value, today.getOrDefault(name, "none"));
          }
        });
  }

  private static void prepare(Path root, IfExists ifExists) throws IOException {
    AtomicFiles.deleteLeftovers(root);
    if (!Files.exists(root.resolve(RunDirectory.MANIFEST))) {
      return;
    }
    if (ifExists == IfExists.REFUSE) {
      throw new UserError(
          "%s already holds a run; choose another directory with --output, continue it with --resume or replace it with --overwrite"
              .formatted(root));
    }
    // The manifest goes last: killed in between, this is still a run's directory.
    for (String name :
        List.of(
            RunDirectory.STATE,
            RunDirectory.CONFIG,
            RunDirectory.METRICS,
            RunDirectory.SAMPLES,
            RunDirectory.EVALUATION,
            RunDirectory.RETURNS,
            RunDirectory.FILM,
            RunDirectory.CHECKPOINTS,
            RunDirectory.TENSORBOARD,
            RunDirectory.MANIFEST)) {
      AtomicFiles.deleteRecursively(root.resolve(name));
    }
  }

  /** Neither a run nor what a run leaves that was killed while it began. */
  private static void refuseForeign(Path root) throws IOException {
    if (Files.exists(root.resolve(RunDirectory.MANIFEST))) {
      return;
    }
    try (Stream<Path> content = Files.list(root)) {
      if (content.anyMatch(path -> !isOurs(path))) {
        throw new UserError(
            "%s is not empty and holds no run; choose a new or empty directory with --output"
                .formatted(root));
      }
    }
  }

  private static boolean isOurs(Path path) {
    return path.getFileName().toString().equals(RunLock.FILE) || AtomicFiles.isLeftover(path);
  }
}
