package org.aihf.examples.mujoco;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.aihf.mujoco.MujocoInstaller;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts MuJoCo's library into the cache. */
@Command(
    name = "install",
    description = {
      "Put the official MuJoCo library into ~/.cache/aihf/mujoco.",
      "",
      "From the official wheel through pip, else from Debian's package; neither is installed on the",
      "system. What is there already is kept."
    })
final class InstallCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Such as 3.3.7; 2.2.2 is Debian's. Default: the newest supported.")
  private @Nullable String version;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    MujocoInstaller installer = new MujocoInstaller(spec.commandLine().getErr()::println);
    Path library = version == null ? installer.install() : installer.install(version);
    spec.commandLine().getOut().println(library);
    return 0;
  }
}
