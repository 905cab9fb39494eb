package org.aihf.examples.mujoco;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Rollout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays actions. */
@Command(
    name = "rollout",
    description = {
      "Replay actions from one reset.",
      "",
      "Input lines {action: [...]}; a robot's line may also hold {qpos: [...], qvel: [...]}, the state to act",
      "from. Output lines {observation, reward, terminated, truncated, info}, one for each input line: what",
      "follows a termination is simulated on."
    })
final class RolloutCommand implements Callable<Integer> {
  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(names = "--actions", required = true, paramLabel = "F.jsonl", description = "What to do.")
  private Path actions;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "F.jsonl",
      description = "Where to write; appears when all is done.")
  private Path output;

  @Override
  public Integer call() {
    try (Environment made = environment.make()) {
      Rollout.run(made, environment.seed(), actions, output);
    }
    return 0;
  }
}
