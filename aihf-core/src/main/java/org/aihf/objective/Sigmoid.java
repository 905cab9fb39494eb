package org.aihf.objective;

/** σ(x) = 1 / (1 + e⁻ˣ) without overflow. */
public final class Sigmoid {
  private Sigmoid() {}

  public static double of(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double e = Math.exp(x);
    return e / (1 + e);
  }

  /** log σ(x), exact for large |x|. */
  public static double log(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }
}
