package org.aihf.examples.mujoco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CheckpointData;
import org.aihf.mujoco.collect.Checkpoints;
import org.aihf.mujoco.data.AbsorbingPadding;
import org.aihf.mujoco.data.Actor;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.mujoco.data.UnitActions;
import org.aihf.mujoco.env.Box;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Environments;
import org.aihf.mujoco.env.Horizon;
import org.aihf.mujoco.env.RescaleAction;
import org.aihf.mujoco.sac.SacActor;
import org.aihf.random.RandomStream;
import org.aihf.run.FileErrors;
import org.aihf.run.RunDirectory;
import picocli.CommandLine.Option;

/** Where the episodes of checkpoints come from. */
final class CollectInput {
  private static final Pattern EXPORTED = Pattern.compile("policy-\\d{1,18}");

  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "Where the episodes come from, such as Hopper-v4.")
  private String environment = "";

  @Option(
      names = "--checkpoints",
      arity = "1..*",
      paramLabel = "DIR",
      description =
          "What to roll out: an expert's run directory (its checkpoints/policy-N), or directories"
              + " with sac.safetensors.")
  private List<Path> checkpoints = new ArrayList<>();

  @Option(
      names = "--trajectories",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Instead: whole episodes (.npz or .jsonl) that were recorded, one file per checkpoint.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--transitions",
      paramLabel = "N",
      description = "Transitions of each of --checkpoints, in whole episodes. Default: 30000.")
  private long transitions = 30_000;

  @Option(
      names = "--deterministic",
      description = "Let --checkpoints act by the mode of their policy instead of drawing.")
  private boolean deterministic;

  @Option(
      names = "--horizon",
      paramLabel = "KIND",
      description = {
        "variable (default): a fall ends an episode. fixed: it goes on to the time limit."
            + " absorbing: it waits",
        "for the time limit in an absorbing state, and observations have one number more."
      })
  private Horizon horizon = Horizon.VARIABLE;

  String environment() {
    return environment;
  }

  /** The files that were recorded; none if checkpoints are rolled out. */
  List<Path> files() {
    return checkpoints.isEmpty()
        ? files
        : policies().stream().map(directory -> directory.resolve(SavedPolicy.FILE)).toList();
  }

  /** Directories of policies, those of a run in order of training. */
  private List<Path> policies() {
    return checkpoints.stream()
        .flatMap(
            directory ->
                Files.exists(directory.resolve(RunDirectory.MANIFEST))
                    ? exported(directory).stream()
                    : Stream.of(directory))
        .toList();
  }

  private static List<Path> exported(Path run) {
    Path directory = run.resolve(RunDirectory.CHECKPOINTS);
    try (Stream<Path> content =
        Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
      List<Path> policies =
          content
              .filter(path -> EXPORTED.matcher(path.getFileName().toString()).matches())
              .sorted(Comparator.comparingLong(CollectInput::steps))
              .toList();
      if (policies.isEmpty()) {
        throw new UserError(
            "%s has no checkpoints/policy-N; train with loop.export_every at least 1"
                .formatted(run));
      }
      return policies;
    } catch (IOException e) {
      throw FileErrors.cannot("read", directory, e);
    }
  }

  private static long steps(Path policy) {
    return Long.parseLong(policy.getFileName().toString().substring("policy-".length()));
  }

  List<CheckpointData> read(RandomStream random) {
    if (checkpoints.isEmpty() == files.isEmpty()) {
      throw new UserError("give either --checkpoints or --trajectories");
    }
    return checkpoints.isEmpty() ? recorded() : rolledOut(random);
  }

  private List<CheckpointData> rolledOut(RandomStream random) {
    if (transitions < 1) {
      throw new UserError("--transitions must be at least 1, not " + transitions);
    }
    // What was trained without absorbing states acts without them, and they are added afterwards.
    Horizon played = horizon == Horizon.ABSORBING ? Horizon.VARIABLE : horizon;
    try (Environment unit = inUnitActions(played.make(environment))) {
      Map<String, Actor> actors = new LinkedHashMap<>();
      int size = unit.observationSpace().dimension();
      for (Path directory : policies()) {
        SacActor actor = SacActor.load(directory, unit.actionSpace(), deterministic);
        int extra = actor.observationSize() - size;
        if (extra != 0 && !(extra == 1 && horizon == Horizon.ABSORBING)) {
          throw new UserError(
              "%s: the policy takes observations of %d numbers, %s has %d"
                  .formatted(directory, actor.observationSize(), environment, size));
        }
        actors.put(directory.toString(), extra == 1 ? alive(actor, size) : actor);
      }
      return padded(Checkpoints.rollOut(unit, actors, transitions, random));
    }
  }

  /** Actions as policies give them and rewards see them: in [-1, 1]. */
  private static Environment inUnitActions(Environment environment) {
    Box unit = Box.of(environment.actionSpace().dimension(), -1, 1);
    return environment.actionSpace().equals(unit)
        ? environment
        : new RescaleAction(environment, -1, 1);
  }

  /** An actor trained with absorbing states, told that it is alive. */
  private static Actor alive(Actor actor, int observationSize) {
    float[] flagged = new float[observationSize + 1];
    return (observation, random, action) -> {
      System.arraycopy(observation, 0, flagged, 0, observationSize);
      actor.act(flagged, random, action);
    };
  }

  private List<CheckpointData> recorded() {
    List<CheckpointData> data = new ArrayList<>();
    Trajectory first = null;
    for (Path file : files) {
      List<Trajectory> episodes = TrajectoryFile.read(file);
      UnitActions.require(file, episodes);
      Trajectory here = episodes.get(0);
      first = first == null ? here : first;
      if (here.observationSize() != first.observationSize()
          || here.actionSize() != first.actionSize()) {
        throw new UserError(
            "%s has observations of %d and actions of %d numbers, %s has %d and %d; all files must be of one environment"
                .formatted(
                    file,
                    here.observationSize(),
                    here.actionSize(),
                    files.get(0),
                    first.observationSize(),
                    first.actionSize()));
      }
      if (horizon == Horizon.FIXED && episodes.stream().anyMatch(Trajectory::terminated)) {
        throw new UserError(
            "--horizon fixed: %s has episodes that terminated; how they would have gone on is not recorded, so use absorbing"
                .formatted(file));
      }
      data.add(new CheckpointData(file.toString(), episodes));
    }
    return padded(data);
  }

  private List<CheckpointData> padded(List<CheckpointData> data) {
    if (horizon != Horizon.ABSORBING) {
      return data;
    }
    int steps = Environments.maxSteps(environment);
    return data.stream()
        .map(
            checkpoint ->
                new CheckpointData(
                    checkpoint.name(),
                    checkpoint.trajectories().stream()
                        .map(episode -> AbsorbingPadding.pad(episode, steps))
                        .toList()))
        .toList();
  }

  /** For the manifest. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("horizon", horizon.name().toLowerCase(Locale.ROOT));
    if (!checkpoints.isEmpty()) {
      facts.put("transitions_per_checkpoint", transitions);
      facts.put("deterministic", deterministic);
    }
    return facts;
  }
}
