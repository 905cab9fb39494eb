package org.aihf.mujoco.sac;

/** −log π of given actions in [-1, 1] under a squashed Gaussian: behaviour cloning's loss. */
final class ActionLikelihood {
  private static final double LOG_STD_MIN = -20;
  private static final double LOG_STD_MAX = 2;

  /** Actions at the edge have no finite u = artanh a. */
  private static final double EDGE = 0.999999;

  private ActionLikelihood() {}

  /**
   * The mean over rows, and its gradient.
   *
   * @param actions {@code [rows * actionSize]}
   * @param output rows of mean, then log standard deviation, {@code width} numbers apart
   * @param into dL/d(output), laid out as it
   */
  static double gradient(
      int rows, int actionSize, float[] actions, float[] output, float[] into, int width) {
    double loss = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < actionSize; j++) {
        double a = Math.max(-EDGE, Math.min(EDGE, actions[i * actionSize + j]));
        int mean = i * width + j;
        int deviation = mean + actionSize;
        double raw = output[deviation];
        double logStd = Math.max(LOG_STD_MIN, Math.min(LOG_STD_MAX, raw));
        double scale = Math.exp(-logStd);
        double u = 0.5 * Math.log((1 + a) / (1 - a));
        double e = (u - output[mean]) * scale;
        loss += 0.5 * (e * e + Math.log(2 * Math.PI)) + logStd + Math.log1p(-a * a);
        into[mean] = (float) (-e * scale / rows);
        into[deviation] = raw == logStd ? (float) ((1 - e * e) / rows) : 0;
      }
    }
    return loss / rows;
  }
}
