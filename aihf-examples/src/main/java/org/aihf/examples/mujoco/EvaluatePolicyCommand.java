package org.aihf.examples.mujoco;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aihf.UserError;
import org.aihf.data.JsonlWriter;
import org.aihf.mujoco.data.EpisodeCollector;
import org.aihf.mujoco.data.Trajectory;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Horizon;
import org.aihf.mujoco.sac.PolicyEvaluation;
import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a saved policy. */
@Command(
    name = "evaluate",
    description = {
      "Play fresh episodes of a saved policy and print their true returns.",
      "",
      "Of its mode (deterministic), and of actions drawn from it (stochastic), from the same start states."
    })
final class EvaluatePolicyCommand implements Callable<Integer> {
  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "Where to play, such as Hopper-v5.")
  private String name = "";

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "DIR",
      description = "A directory with sac.safetensors, or a run directory: its last policy.")
  private Path policy;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "Whole ones, of either kind. Default: ${DEFAULT-VALUE}.")
  private int episodes = 10;

  @Option(
      names = "--horizon",
      paramLabel = "KIND",
      description = "variable (default), fixed or absorbing, as in recipes.")
  private Horizon horizon = Horizon.VARIABLE;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of start states and draws. Default: 0.")
  private long seed;

  @Option(
      names = "--output",
      paramLabel = "F.jsonl",
      description = "Also write a line {actions, length, true_return} for each episode.")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (episodes < 1) {
      throw new UserError("--episodes must be at least 1, not " + episodes);
    }
    Map<String, PolicyEvaluation> played = new LinkedHashMap<>();
    try (Environment environment = horizon.make(name)) {
      played.put("mode", play(environment, true));
      played.put("drawn", play(environment, false));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s, %d episodes each: mean and standard deviation over episodes%n", name, episodes);
    List<Map<String, Object>> rows = new ArrayList<>();
    played.forEach(
        (actions, evaluation) -> {
          out.printf(
              Locale.ROOT,
              "%-6s true return %10.1f ± %.1f, %.0f steps%n",
              actions,
              evaluation.mean(),
              evaluation.standardDeviation(),
              evaluation.meanLength());
          evaluation.episodes().forEach(episode -> rows.add(row(actions, episode)));
        });
    if (output != null) {
      JsonlWriter.write(output, rows);
      out.println(output);
    }
    out.flush();
    return 0;
  }

  /** Both kinds begin in the same states. */
  private PolicyEvaluation play(Environment environment, boolean deterministic) {
    return new PolicyEvaluation(
        new EpisodeCollector(
                environment,
                SavedPolicy.load(policy, environment, deterministic),
                RandomStream.of(seed).split("evaluate"))
            .episodes(episodes));
  }

  private static Map<String, Object> row(String actions, Trajectory episode) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("actions", actions);
    row.put("length", episode.length());
    row.put("true_return", episode.trueReturn());
    return row;
  }
}
