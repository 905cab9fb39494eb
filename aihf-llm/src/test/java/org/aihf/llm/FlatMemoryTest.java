package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Updates of every method leave native arrays and resident memory as they were. The heap is small
 * and touched from the start, so that what grows is native.
 *
 * <p>{@code -Daihf.flat.updates=2000} makes it 2,000 of each, which takes some ten minutes.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {
  private static final String PROPERTY = "aihf.flat.updates";
  private static final int UPDATES = Integer.getInteger(PROPERTY, 400);
  private static final int WARM_UP = UPDATES / 4;

  private static final Set<InvariantsTest.Method> LOOPS =
      EnumSet.of(InvariantsTest.Method.AIHF, InvariantsTest.Method.AIHF_WITH_PPO);

  /** Compiled code and the allocator's fragments; a leak of one array an update would be more. */
  private static final int TOLERATED_KILOBYTES = 4096;

  private static final Pattern LINE =
      Pattern.compile("(\\w+) arrays (\\d+) (\\d+) resident (\\d+) (\\d+)");

  @TempDir Path directory;

  @Test
  void everyMethodIsFlat() throws IOException {
    Process child =
        ChildJvm.start(
            UpdatingMain.class,
            List.of("-D" + PROPERTY + "=" + UPDATES, "-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch"),
            List.of(directory.toString()));
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher line = LINE.matcher(output);
    int methods = 0;
    while (line.find()) {
      methods++;
      assertThat(line.group(3)).as("native arrays of %s", line.group()).isEqualTo(line.group(2));
      assertThat(Long.parseLong(line.group(5)) - Long.parseLong(line.group(4)))
          .as("kilobytes of %s", line.group())
          .isLessThan(TOLERATED_KILOBYTES);
    }

    assertThat(methods).as(output).isEqualTo(InvariantsTest.Method.values().length);
  }

  /** Prints one line per method: arrays and resident kilobytes after warm-up and at the end. */
  static final class UpdatingMain {
    private UpdatingMain() {}

    public static void main(String[] arguments) throws IOException {
      for (InvariantsTest.Method method : InvariantsTest.Method.values()) {
        try (TinyModels models = TinyModels.open(Path.of(arguments[0]))) {
          InvariantsTest.Step step = method.start.apply(models, 7L);
          // A step of AIHF is an iteration: two updates of the policy and two of the reward model.
          int perStep = LOOPS.contains(method) ? 2 : 1;
          take(step, WARM_UP / perStep);
          int arrays = NativeArrays.count(models.runtime);
          long resident = residentKilobytes();
          take(step, (UPDATES - WARM_UP) / perStep);
          System.out.printf(
              "%s arrays %d %d resident %d %d%n",
              method, arrays, NativeArrays.count(models.runtime), resident, residentKilobytes());
        }
      }
    }

    private static void take(InvariantsTest.Step step, int count) {
      for (int i = 0; i < count; i++) {
        step.take();
      }
    }

    private static long residentKilobytes() throws IOException {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      throw new IOException("no VmRSS in /proc/self/status");
    }
  }
}
