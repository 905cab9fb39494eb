package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.TrainRecipe.Method;
import org.aihf.llm.recipe.Training;
import org.aihf.random.RandomStream;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at random moments, resumed, killed again: what they leave in the end is
 * what a process left alone leaves.
 */
@Tag("slow")
class KilledRunTest {
  private static final int KILLS_PER_METHOD = 3;
  private static final int SIGTERM = 143;

  @TempDir Path directory;

  @Test
  void killedAtTwentyMomentsAndMoreEveryMethodEndsWithTheSameBits()
      throws IOException, InterruptedException {
    RandomStream random = RandomStream.of(Long.getLong("aihf.test.seed", 7)).split("kills");
    int kills = 0;
    int resumed = 0;
    for (Method method : Method.values()) {
      Path whole = directory.resolve(method.label());
      try (TorchRuntime runtime = TestDevice.open()) {
        TinyTraining task = TinyTraining.write(directory, runtime);
        new Training(runtime).run(recipe(task, method), whole, IfExists.REFUSE, TinyTraining.JUDGE);
      }
      Path killed = directory.resolve("killed-" + method.label());
      kills += runKilling(method, killed, rows(whole), random.split(method.label()));
      assertThat(new RunOnDisk(killed).status()).isEqualTo("finished");
      if (Files.readString(killed.resolve(RunDirectory.MANIFEST)).contains("\"resumed\" : ")) {
        resumed++;
      }
      assertThat(RunContent.of(killed)).as(method.label()).isEqualTo(RunContent.of(whole));
    }
    assertThat(kills).isGreaterThanOrEqualTo(20);
    // On a busy machine all kills of a method may come before its run has begun.
    assertThat(resumed).isGreaterThanOrEqualTo(Method.values().length / 2);
  }

  /** Kills when a random number of rows more has been written, and then a random moment later. */
  private int runKilling(Method method, Path run, long allRows, RandomStream random)
      throws IOException, InterruptedException {
    int kills = 0;
    for (int sitting = 0; sitting < KILLS_PER_METHOD; sitting++) {
      long share = allRows / (KILLS_PER_METHOD + 1);
      long rows = sitting == 0 ? 0 : rows(run) + random.nextLong(share) - share / 4;
      Process child = start(method, run);
      while (child.isAlive() && (!Files.exists(run) || rows(run) < rows)) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(sitting == 0 ? 60 : 20));
      child.destroyForcibly();
      if (child.waitFor() != 0) {
        kills++;
        // Killed before it made its directory, there is no run yet.
        if (Files.exists(run.resolve(RunDirectory.MANIFEST))) {
          assertThat(new RunOnDisk(run).status()).isEqualTo("interrupted");
        }
      }
    }
    Process last = start(method, run);
    String output = new String(last.getInputStream().readAllBytes());
    assertThat(last.waitFor()).as(output).isZero();
    return kills;
  }

  @Test
  void aTerminatedRunSavesItsStateFirst() throws IOException, InterruptedException {
    Path run = directory.resolve("run");
    try (TorchRuntime runtime = TestDevice.open()) {
      TinyTraining.write(directory, runtime);
    }
    Process child = start(Method.AIHF, run, "checkpoint.every=0");
    while (child.isAlive() && rows(run) < 30) {
      Thread.sleep(1);
    }
    child.toHandle().destroy(); // Process.destroy would close what it prints
    String output = new String(child.getInputStream().readAllBytes());
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(output).isEqualTo(SIGTERM);
    assertThat(output)
        .contains("aihf: interrupted; %s holds the state, --resume goes on".formatted(run))
        .doesNotContain("Exception", "SIGSEGV");
    assertThat(new RunOnDisk(run).status()).isEqualTo("interrupted");
    assertThat(Files.readString(run.resolve(RunDirectory.MANIFEST))).contains("interrupted");
    assertThat(run.resolve(RunDirectory.STATE)).isNotEmptyDirectory();
  }

  private static long rows(Path run) throws IOException {
    try (Stream<String> lines = Files.lines(run.resolve(RunDirectory.METRICS))) {
      return lines.count();
    } catch (NoSuchFileException e) {
      return 0; // not begun, or the child begins anew just now
    }
  }

  private static TrainRecipe recipe(TinyTraining task, Method method, String... more) {
    List<String> settings = new ArrayList<>(TinyTraining.EVERYTHING_MATTERS);
    settings.addAll(
        List.of(
            "direct.steps=40",
            "reward.pretraining_steps=" + (method == Method.REWARD ? 40 : 12),
            "loop.iterations=15",
            "evaluation.every=10"));
    settings.addAll(List.of(more));
    return task.recipe(method, settings);
  }

  private Process start(Method method, Path run, String... settings) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(directory.toString(), method.name(), run.toString()));
    arguments.addAll(List.of(settings));
    return ChildJvm.start(ResumingMain.class, List.of("-Xmx256m"), arguments);
  }

  /** Directory of the task, method, run directory, settings. */
  static final class ResumingMain {
    private ResumingMain() {}

    public static void main(String[] arguments) throws IOException {
      List<String> all = List.of(arguments);
      TrainRecipe recipe =
          recipe(
              new TinyTraining(Path.of(all.get(0))),
              Method.valueOf(all.get(1)),
              all.subList(3, all.size()).toArray(String[]::new));
      try (TorchRuntime runtime = TestDevice.open()) {
        new Training(runtime).run(recipe, Path.of(all.get(2)), IfExists.RESUME, TinyTraining.JUDGE);
      } catch (UserError e) {
        System.out.println(e.getMessage());
        System.exit(2);
      }
    }
  }
}
