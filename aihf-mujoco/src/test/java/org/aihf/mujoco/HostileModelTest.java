package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aihf.UserError;
import org.aihf.mujoco.env.Environment;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;

@NeedsMujoco
class HostileModelTest {
  private static final int MUTANTS = 800;

  /** Loads and steps mutated models; a crash or halt ends this JVM, not the one of the tests. */
  static final class Mutants {
    private static final Pattern ATTRIBUTE = Pattern.compile(" (\\w+)=\"([^\"]*)\"");
    private static final String[] VALUES = {
      "nan",
      "inf",
      "1e308",
      "-1",
      "0",
      "1e-300",
      "",
      "x",
      "0 0 0",
      "2147483648",
      "0.5",
      "1.5",
      "-3",
      "100",
      "7",
      "0.02",
      "1e5",
      "-0.01",
      "12 13",
      "true",
      "ball",
      "free",
      "mesh",
      "99999"
    };

    public static void main(String[] arguments) throws IOException {
      RandomStream random = RandomStream.of(Long.parseLong(arguments[0]));
      String[] files = {"hopper.xml", "half_cheetah.xml", "walker2d_v4.xml"};
      int refused = 0;
      for (int i = 0; i < MUTANTS; i++) {
        String mutant = mutate(source(files[random.nextInt(files.length)]), random);
        System.out.println("mutant " + i);
        try (MujocoModel model = MujocoModel.parse("mutant", mutant);
            MujocoData data = model.newData()) {
          data.step(3);
          data.restore(data.save());
        } catch (UserError e) {
          refused++;
        }
      }
      System.out.println("survived, " + refused + " refused");
    }

    private static String source(String name) throws IOException {
      try (InputStream in = Objects.requireNonNull(Environment.class.getResourceAsStream(name))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private static String mutate(String mjcf, RandomStream random) {
      String mutant = mjcf;
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        List<String> lines = mutant.lines().toList();
        String line = lines.get(random.nextInt(lines.size()));
        mutant =
            switch (random.nextInt(24)) {
              case 0 -> mutant.replace(line, "");
              case 1 -> mutant.replace(line, line + line);
              case 2 -> mutant.substring(0, random.nextInt(mutant.length()));
              case 3 -> {
                StringBuilder flipped = new StringBuilder(mutant);
                flipped.setCharAt(random.nextInt(mutant.length()), (char) random.nextInt(256));
                yield flipped.toString();
              }
              default -> changeAttribute(mutant, random);
            };
        if (mutant.isEmpty()) {
          return "<";
        }
      }
      return mutant;
    }

    private static String changeAttribute(String mjcf, RandomStream random) {
      Matcher matcher = ATTRIBUTE.matcher(mjcf);
      List<int[]> spans = new ArrayList<>();
      while (matcher.find()) {
        spans.add(new int[] {matcher.start(2), matcher.end(2)});
      }
      if (spans.isEmpty()) {
        return mjcf;
      }
      int[] span = spans.get(random.nextInt(spans.size()));
      String value = VALUES[random.nextInt(VALUES.length)];
      if (random.nextBoolean()) { // one number of several
        String[] words = mjcf.substring(span[0], span[1]).split(" ", -1);
        words[random.nextInt(words.length)] = value;
        value = String.join(" ", words);
      }
      return mjcf.substring(0, span[0]) + value + mjcf.substring(span[1]);
    }
  }

  @Test
  void noBrokenModelCrashesOrHaltsTheJvm() throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            Mutants.class,
            List.of("-D" + LibraryLocator.PROPERTY + "=" + MujocoLibrary.get().path()),
            "1");
    assertThat(result.output()).as("exit code %d", result.exitCode()).contains("survived");
    assertThat(result.exitCode()).isZero();
    int refused =
        Integer.parseInt(result.output().replaceAll("(?s).*survived, (\\d+) refused.*", "$1"));
    assertThat(refused).isBetween(MUTANTS / 5, MUTANTS - MUTANTS / 5);
  }
}
