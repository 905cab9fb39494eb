package org.aihf.examples.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.aihf.random.RandomStream;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Manifest;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.Sample;

/** Run directories with made-up curves, written the way real runs write theirs. */
final class SyntheticRuns {
  private SyntheticRuns() {}

  /** A method: where its true reward ends, how far it moves, and whether it trains a reward. */
  record Method(String name, String group, double reward, double kl, int updates, boolean learns) {}

  static final List<Method> METHODS =
      List.of(
          new Method("base", "base", 0.3, 0, 0, false),
          new Method("sft", "SFT", 2.4, 0.9, 80, false),
          new Method("dpo", "DPO", 2.29, 1.2, 80, false),
          new Method("rlhf", "RLHF from SFT", 2.66, 1.9, 100, true),
          new Method("rlhf", "RLHF from base", 1.87, 2.9, 100, true),
          new Method("aihf", "AIHF from SFT", 2.74, 2.2, 100, true),
          new Method("aihf", "AIHF from base", 2.5, 4.1, 100, true));

  static void write(Path root, int seeds) {
    for (Method method : METHODS) {
      for (int seed = 1; seed <= seeds; seed++) {
        write(root.resolve(method.group().replace(' ', '-') + "-" + seed), method, seed);
      }
    }
  }

  static void write(Path directory, Method method, int seed) {
    RandomStream random = RandomStream.of(seed).split(method.group());
    double end = method.reward() + 0.09 * random.nextGaussian();
    String config =
        "method: %s\nseed: %d\npolicy:\n  learning_rate: 0.0001\n  kl_coefficient: %s\n"
            .formatted(method.name(), seed, method.learns() ? "0.1" : "0");
    Manifest manifest =
        Manifest.of(method.name(), method.group(), seed)
            .extra("policy_steps", method.updates())
            .extra("samples_drawn", method.learns() ? method.updates() * 64 : 0);
    try (RunDirectory run = RunDirectory.create(directory, IfExists.REFUSE, manifest, config)) {
      run.evaluation(samples(method, end, random));
      run.finish();
    }
    AtomicFiles.write(directory.resolve("metrics.jsonl"), metrics(method, end, random));
  }

  /** With times of their own, because a made-up run takes none. */
  private static String metrics(Method method, double end, RandomGenerator random) {
    double secondsPerUpdate = method.learns() ? 2.4 : 0.6;
    StringBuilder rows = new StringBuilder();
    for (int step = 0; step <= method.updates(); step += 10) {
      double progress = method.updates() == 0 ? 1 : 1 - Math.exp(-4.0 * step / method.updates());
      rows.append(
          String.format(
              Locale.ROOT,
              "{\"step\":%d,\"time\":%.2f,\"eval/true_reward\":%.4f,\"eval/kl\":%.4f",
              step,
              (step + 3) * secondsPerUpdate * (1 + 0.05 * random.nextGaussian()),
              0.3 + (end - 0.3) * progress + 0.05 * random.nextGaussian(),
              method.kl() * progress * (1 + 0.05 * random.nextGaussian())));
      if (method.learns()) {
        double learned = 4 * progress - 1 + 0.2 * random.nextGaussian();
        rows.append(String.format(Locale.ROOT, ",\"eval/learned_reward\":%.4f", learned));
      }
      rows.append("}\n");
    }
    return rows.toString();
  }

  private static List<Sample> samples(Method method, double mean, RandomGenerator random) {
    String[] genres = {"thriller", "comedy", "documentary", "romance", "western", "horror"};
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 240; i++) {
      double reward = Math.min(4, mean + 0.9 * random.nextGaussian());
      samples.add(
          new Sample(
              "genre: %s | title: The %s %d | I watched it last night."
                  .formatted(
                      genres[i % 6], i % 2 == 0 ? "Silent <Harbour>" : "Long & Winding Road", i),
              " the clever script had a vivid twist and the cast was superb . i left happy : recommended .",
              reward,
              method.learns() ? 0.8 * reward + 0.7 * random.nextGaussian() : null,
              method.kl() + 0.4 * random.nextGaussian()));
    }
    return samples;
  }
}
