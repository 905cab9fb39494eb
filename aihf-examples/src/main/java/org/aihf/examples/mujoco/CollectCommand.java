package org.aihf.examples.mujoco;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @Mixin private CollectInput input = new CollectInput();
  @Mixin private CollectOptions options = new CollectOptions();

  @Option(names = "--seed", paramLabel = "S", description = "Of all that is drawn. Default: 0.")
  private long seed;

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Where to write.")
  private Path output = Path.of("");

  @Option(names = "--overwrite", description = "Replace collected data that are there.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String environment = input.environment();
    CollectSettings settings = options.settings(environment);
    requireFree();
    RandomStream random = RandomStream.of(seed);
    List<CheckpointData> checkpoints = input.read(random.split("checkpoints"));
    CollectedData data = CollectedData.of(checkpoints, settings, random);
    CollectedFiles.write(output, environment, data, facts());
    PrintWriter out = spec.commandLine().getOut();
    out.print(new QualityTable(environment, data));
    out.println(data.meaning());
    out.println(output);
    out.flush();
    return 0;
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
    Manifest manifest = Manifest.of("collect", input.environment(), seed).data(input.files());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("seed", seed);
    facts.putAll(input.facts());
    facts.putAll(options.facts());
    facts.put("command", manifest.command());
    facts.put("versions", manifest.versions());
    facts.put("data", manifest.data());
    facts.put("started", manifest.started());
    return facts;
  }
}
