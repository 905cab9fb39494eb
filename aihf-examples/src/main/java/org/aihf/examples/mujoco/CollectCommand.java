package org.aihf.examples.mujoco;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.mujoco.collect.CheckpointData;
import org.aihf.mujoco.collect.CollectSettings;
import org.aihf.mujoco.collect.CollectedData;
import org.aihf.mujoco.collect.CollectedFiles;
import org.aihf.mujoco.collect.QualityTable;
import org.aihf.mujoco.data.AbsorbingPadding;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.data.TrajectoryFile;
import org.aihf.mujoco.env.Environments;
import org.aihf.random.RandomStream;
import org.aihf.run.FileErrors;
import org.aihf.run.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the paper's data. */
@Command(
    name = "collect",
    description = {
      "Make demonstrations and preferences as the paper does (Appendix A.2.1, Table 1).",
      "",
      "Checkpoints' episodes are sorted into three classes by true return; low is compared with medium,",
      "high demonstrates. Leaves demonstrations.npz, comparisons.npz, preferences.jsonl and manifest.json,",
      "and prints the row of Table 1 beside the paper's."
    })
final class CollectCommand implements Callable<Integer> {
  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "Where the episodes come from, such as Hopper-v4.")
  private String environment = "";

  @Option(
      names = "--trajectories",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Whole episodes (.npz or .jsonl), one file for each checkpoint.")
  private List<Path> files = new ArrayList<>();

  @Mixin private CollectOptions options = new CollectOptions();

  @Option(
      names = "--absorbing",
      description = "Add the absorbing state: terminated episodes wait in it for the time limit.")
  private boolean absorbing;

  @Option(names = "--seed", paramLabel = "S", description = "Of all that is drawn. Default: 0.")
  private long seed;

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path output = Path.of("");

  @Option(names = "--overwrite", description = "Replace collected data that are there.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CollectSettings settings = options.settings(environment);
    requireFree();
    List<CheckpointData> checkpoints = read();
    CollectedData data = CollectedData.of(checkpoints, settings, RandomStream.of(seed));
    CollectedFiles.write(output, environment, data, facts());
    PrintWriter out = spec.commandLine().getOut();
    out.print(new QualityTable(environment, data));
    out.println(data.meaning());
    out.println(output);
    out.flush();
    return 0;
  }

  private List<CheckpointData> read() {
    List<CheckpointData> checkpoints = new ArrayList<>();
    int horizon = absorbing ? Environments.maxSteps(environment) : 0;
    Trajectory first = null;
    for (Path file : files) {
      List<Trajectory> episodes = TrajectoryFile.read(file);
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
      checkpoints.add(
          new CheckpointData(
              file.toString(),
              absorbing
                  ? episodes.stream().map(t -> AbsorbingPadding.pad(t, horizon)).toList()
                  : episodes));
    }
    return checkpoints;
  }

  /** Before anything is read: what is in the way stays. */
  private void requireFree() {
    if (!Files.exists(output)) {
      return;
    }
    if (!Files.isDirectory(output)) {
      throw new UserError(output + " is a file; choose another directory with --output");
    }
    try (Stream<Path> content = Files.list(output)) {
      if (content.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", output, e);
    }
    boolean collected = Files.exists(output.resolve(CollectedFiles.DEMONSTRATIONS));
    if (!collected || !overwrite) {
      throw new UserError(
          collected
              ? output
                  + " holds collected data; choose another directory with --output or replace them with --overwrite"
              : output
                  + " is not empty and holds no collected data; choose a new directory with --output");
    }
  }

  private Map<String, Object> facts() {
    Manifest manifest = Manifest.of("collect", environment, seed).data(files);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("seed", seed);
    facts.put("absorbing", absorbing);
    facts.putAll(options.facts());
    facts.put("command", manifest.command());
    facts.put("versions", manifest.versions());
    facts.put("data", manifest.data());
    facts.put("started", manifest.started());
    return facts;
  }
}
