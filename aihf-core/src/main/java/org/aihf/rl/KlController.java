package org.aihf.rl;

/**
 * The KL coefficient β of the reward, constant or steered to a target KL. Its whole state is {@link
 * #coefficient()}, one number for a checkpoint.
 */
public sealed interface KlController {
  /** β to use now. */
  double coefficient();

  /**
   * Hears of a finished rollout batch.
   *
   * @param kl mean over sequences of the summed token KL ({@code objective/kl})
   * @param sequences how many sequences that mean is over
   */
  void update(double kl, int sequences);

  /** Continues from a saved {@link #coefficient()}. */
  void resumeAt(double coefficient);

  /** β stays as it is. */
  static KlController fixed(double coefficient) {
    return new Fixed(coefficient);
  }

  /**
   * β grows while the KL is above {@code target} and shrinks while it is below: {@code β ← β (1 +
   * clip(kl/target − 1, ±0.2) · sequences/horizon)}, Ziegler et al. 2019, as TRL and OpenRLHF do.
   *
   * @param initial β to start with, &gt; 0
   * @param target wanted KL per sequence, &gt; 0 (6 in TRL's first PPO)
   * @param horizon sequences over which β may change by 20 % (10000)
   */
  static KlController adaptive(double initial, double target, double horizon) {
    return new Adaptive(initial, target, horizon);
  }

  /** See {@link KlController#fixed}. */
  final class Fixed implements KlController {
    private double coefficient;

    private Fixed(double coefficient) {
      this.coefficient = requireCoefficient(coefficient);
    }

    @Override
    public double coefficient() {
      return coefficient;
    }

    @Override
    public void update(double kl, int sequences) {}

    @Override
    public void resumeAt(double saved) {
      coefficient = requireCoefficient(saved);
    }
  }

  /** See {@link KlController#adaptive}. */
  final class Adaptive implements KlController {
    private static final double MAX_ERROR = 0.2;

    private final double target;
    private final double horizon;
    private double coefficient;

    private Adaptive(double initial, double target, double horizon) {
      this.coefficient = requirePositive("initial", initial);
      this.target = requirePositive("target", target);
      this.horizon = requirePositive("horizon", horizon);
    }

    @Override
    public double coefficient() {
      return coefficient;
    }

    @Override
    public void update(double kl, int sequences) {
      if (!Double.isFinite(kl)) {
        throw new ArithmeticException("cannot steer the KL coefficient by a KL of " + kl);
      }
      double error = Math.max(-MAX_ERROR, Math.min(MAX_ERROR, kl / target - 1));
      coefficient *= 1 + error * sequences / horizon;
    }

    @Override
    public void resumeAt(double saved) {
      coefficient = requirePositive("coefficient", saved);
    }
  }

  private static double requireCoefficient(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("KL coefficient must be finite and >= 0, not " + value);
    }
    return value;
  }

  private static double requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "adaptive KL: " + name + " must be finite and > 0, not " + value);
    }
    return value;
  }
}
