package org.aihf.examples.mujoco;

import picocli.CommandLine.Command;

/** {@code ./aihf mujoco}. */
@Command(
    name = "mujoco",
    description =
        "Control tasks: install the native library, replay actions, draw robots, measure policies, make the paper's data.",
    subcommands = {
      InstallCommand.class,
      RolloutCommand.class,
      RenderCommand.class,
      EvaluatePolicyCommand.class,
      CollectCommand.class
    })
public final class MujocoCommand {}
