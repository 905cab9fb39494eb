package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Actions a = tanh(u), u = μ + σ z, with log π(a) and its gradient; arrays of one number per row
 * and action, row after row.
 */
public final class SquashedGaussian {
  private static final VectorSpecies<Float> SPECIES = Layout.SPECIES;
  private static final float LOG_STD_MIN = -20;
  private static final float LOG_STD_MAX = 2;
  private static final float LOG_2 = 0.6931472f;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final int actionSize;
  private final int outputWidth;
  private final float[] mean;
  private final float[] logStd;
  private final float[] clamped;
  private final float[] std;
  private final float[] action;
  private final float[] noise;

  /** −2|u|, and e to that. */
  private final float[] exponent;

  private final float[] decay;

  /** log π without its constant, by action. */
  private final float[] terms;

  /**
   * Room for {@code rows} rows.
   *
   * @param outputWidth numbers in a row of the network's output: mean, then log standard deviation
   */
  public SquashedGaussian(int rows, int actionSize, int outputWidth) {
    this.actionSize = actionSize;
    this.outputWidth = outputWidth;
    int length = Layout.padded(rows * actionSize);
    mean = new float[length];
    logStd = new float[length];
    clamped = new float[length];
    exponent = new float[length];
    decay = new float[length];
    std = new float[length];
    action = new float[length];
    noise = new float[length];
    terms = new float[length];
  }

  /**
   * Draws.
   *
   * @param output {@code [rows, outputWidth]}
   * @param z standard normal {@code [rows * actionSize]}
   */
  public void draw(int rows, float[] output, float[] z) {
    System.arraycopy(z, 0, noise, 0, rows * actionSize);
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < actionSize; j++, at++) {
        mean[at] = output[i * outputWidth + j];
        logStd[at] = output[i * outputWidth + actionSize + j];
      }
    }
    int length = rows * actionSize;
    clampDeviations(length);
    Exponentials.exp(clamped, std, length);
    displace(length);
    Exponentials.exp(exponent, decay, length);
    Exponentials.log1p(decay, terms, length);
    squash(length);
  }

  private void clampDeviations(int length) {
    for (int at = 0; at < length; at += SPECIES.length()) {
      FloatVector raw = FloatVector.fromArray(SPECIES, logStd, at);
      raw.max(LOG_STD_MIN).min(LOG_STD_MAX).intoArray(clamped, at);
    }
  }

  /** u, and -2|u|. */
  private void displace(int length) {
    for (int at = 0; at < length; at += SPECIES.length()) {
      FloatVector z = FloatVector.fromArray(SPECIES, noise, at);
      FloatVector deviation = FloatVector.fromArray(SPECIES, std, at);
      FloatVector u = deviation.fma(z, FloatVector.fromArray(SPECIES, mean, at));
      u.intoArray(action, at);
      u.abs().mul(-2).intoArray(exponent, at);
    }
  }

  /** tanh(u), and log π without its constant, from e^(-2|u|) and its log1p. */
  private void squash(int length) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int at = 0; at < length; at += SPECIES.length()) {
      FloatVector u = FloatVector.fromArray(SPECIES, action, at);
      FloatVector e = FloatVector.fromArray(SPECIES, decay, at);
      FloatVector tanh = zero.sub(e).add(1).div(e.add(1));
      VectorMask<Float> negative = u.compare(VectorOperators.LT, zero);
      tanh.blend(zero.sub(tanh), negative).intoArray(action, at);
      // log(1 - tanh(u)^2) = 2 (log 2 - |u| - log(1 + e^(-2|u|))): exact where 1 - tanh(u)^2 is 0
      FloatVector slope =
          FloatVector.fromArray(SPECIES, exponent, at)
              .add(2 * LOG_2)
              .sub(FloatVector.fromArray(SPECIES, terms, at).mul(2));
      FloatVector z = FloatVector.fromArray(SPECIES, noise, at);
      FloatVector log = FloatVector.fromArray(SPECIES, clamped, at);
      z.mul(z).mul(-0.5f).sub(log).sub(slope).intoArray(terms, at);
    }
  }

  /** log π of one row's action. */
  public double logProb(int row) {
    double sum = -HALF_LOG_TWO_PI * actionSize;
    for (int j = 0; j < actionSize; j++) {
      sum += terms[row * actionSize + j];
    }
    return sum;
  }

  /** One component of one row's action. */
  public float action(int row, int component) {
    return action[row * actionSize + component];
  }

  /** Copies the actions of some rows to rows that lie {@code intoRow} apart. */
  public void copyActions(int from, int rows, float[] into, int offset, int intoRow) {
    for (int i = 0; i < rows; i++) {
      int at = (from + i) * actionSize;
      System.arraycopy(action, at, into, offset + i * intoRow, actionSize);
    }
  }

  /**
   * dL/d(output) of L = mean(temperature · log π − value) over the first rows drawn.
   *
   * @param valueGradient d(value)/da, rows {@code gradientRow} apart
   * @param into {@code [rows, outputWidth]}; what is beyond the 2A outputs stays
   */
  public void outputGradient(
      int rows, double temperature, float[] valueGradient, int gradientRow, float[] into) {
    float weight = (float) (temperature / rows);
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < actionSize; j++, at++) {
        float a = action[at];
        // d tanh(u) = 1 - a^2; d log pi / du = 2a
        float du = -valueGradient[i * gradientRow + j] / rows * (1 - a * a) + a * (2 * weight);
        boolean free = logStd[at] >= LOG_STD_MIN && logStd[at] <= LOG_STD_MAX;
        into[i * outputWidth + j] = du;
        into[i * outputWidth + actionSize + j] = free ? du * std[at] * noise[at] - weight : 0;
      }
    }
  }
}
