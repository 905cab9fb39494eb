package org.aihf.rl;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Advantages from comparing several samples of one prompt with each other, no critic. Rewards are
 * {@code [prompt][sample]}, one number per sequence (KL included, see {@link
 * TokenRewards#sequence}).
 */
public enum GroupAdvantage {
  /** R_i minus the mean of the others: unbiased (Ahmadian et al. 2024). */
  RLOO {
    @Override
    double[] ofGroup(double[] rewards) {
      double sum = DoubleStream.of(rewards).sum();
      int others = rewards.length - 1;
      return Arrays.stream(rewards).map(r -> r - (sum - r) / others).toArray();
    }
  },

  /**
   * (R_i − mean)/(std + 1e-4), std with Bessel's correction as in TRL: every prompt counts the same
   * whatever its spread of rewards.
   */
  GRPO {
    @Override
    double[] ofGroup(double[] rewards) {
      double mean = DoubleStream.of(rewards).average().orElseThrow();
      double squares = DoubleStream.of(rewards).map(r -> (r - mean) * (r - mean)).sum();
      double std = Math.sqrt(squares / (rewards.length - 1));
      return Arrays.stream(rewards).map(r -> (r - mean) / (std + 1e-4)).toArray();
    }
  },

  /** R_i − mean: GRPO without its division, (1 − 1/k) times RLOO. */
  DR_GRPO {
    @Override
    double[] ofGroup(double[] rewards) {
      double mean = DoubleStream.of(rewards).average().orElseThrow();
      return Arrays.stream(rewards).map(r -> r - mean).toArray();
    }
  };

  /**
   * Advantages, {@code [prompt][sample]}.
   *
   * @throws IllegalArgumentException if a prompt has fewer than two samples: its advantage would
   *     silently be 0 or undefined
   */
  public double[][] of(double[][] rewards) {
    for (int prompt = 0; prompt < rewards.length; prompt++) {
      if (rewards[prompt].length < 2) {
        throw new IllegalArgumentException(
            "%s compares the samples of a prompt with each other and needs at least 2, but prompt %d has %d"
                .formatted(name(), prompt, rewards[prompt].length));
      }
    }
    return Arrays.stream(rewards).map(this::ofGroup).toArray(double[][]::new);
  }

  /**
   * The same on a flat array whose prompts are {@code samples} consecutive entries each.
   *
   * @param rewards {@code [prompt · samples + sample]}
   */
  public double[] of(double[] rewards, int samples) {
    if (samples < 1 || rewards.length % samples != 0) {
      throw new IllegalArgumentException(
          "%d rewards are not a whole number of groups of %d".formatted(rewards.length, samples));
    }
    double[][] groups = new double[rewards.length / samples][];
    Arrays.setAll(groups, g -> Arrays.copyOfRange(rewards, g * samples, (g + 1) * samples));
    return Arrays.stream(of(groups)).flatMapToDouble(Arrays::stream).toArray();
  }

  abstract double[] ofGroup(double[] rewards);
}
