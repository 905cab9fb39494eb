package org.aihf.mujoco.sac;

import java.util.Map;
import org.aihf.mujoco.data.TransitionBatch;

/** SAC's losses written down a second time, in double and without any gradient. */
record ReferenceSac(
    Map<String, double[]> actor,
    Map<String, double[]> critics,
    Map<String, double[]> targets,
    double alpha,
    double discount,
    int hidden) {

  /** An action and its log-density for a standard normal draw. */
  record Draw(double[] action, double logProb) {}

  private double[] output(double[] s, int a) {
    double[] h1 = relu(affine(s, actor.get("w1"), actor.get("b1"), 0, hidden));
    double[] h2 = relu(affine(h1, actor.get("w2"), actor.get("b2"), 0, hidden));
    return affine(h2, actor.get("w3"), actor.get("b3"), 0, 2 * a);
  }

  /** Mean −log π of the batch's own actions. */
  double negativeLogLikelihood(TransitionBatch batch) {
    int a = batch.actionSize();
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      double[] out = output(row(batch.observations(), i, batch.observationSize()), a);
      double[] action = row(batch.actions(), i, a);
      double[] noise = new double[a];
      for (int j = 0; j < a; j++) {
        double u = 0.5 * Math.log((1 + action[j]) / (1 - action[j]));
        noise[j] = (u - out[j]) / Math.exp(Math.min(2, Math.max(-20, out[a + j])));
      }
      sum -= draw(row(batch.observations(), i, batch.observationSize()), noise).logProb();
    }
    return sum / batch.size();
  }

  Draw draw(double[] s, double[] noise) {
    int a = noise.length;
    double[] out = output(s, a);
    double[] action = new double[a];
    double logProb = 0;
    for (int i = 0; i < a; i++) {
      double logStd = Math.min(2, Math.max(-20, out[a + i]));
      double u = out[i] + Math.exp(logStd) * noise[i];
      action[i] = Math.tanh(u);
      logProb +=
          -0.5 * noise[i] * noise[i]
              - logStd
              - 0.5 * Math.log(2 * Math.PI)
              - Math.log(1 - action[i] * action[i]);
    }
    return new Draw(action, logProb);
  }

  /** Q of the first or the second of two critics. */
  double value(Map<String, double[]> p, int which, double[] s, double[] action) {
    double[] x = new double[s.length + action.length];
    System.arraycopy(s, 0, x, 0, s.length);
    System.arraycopy(action, 0, x, s.length, action.length);
    String name = which == 0 ? "a" : "b";
    double[] h1 = relu(affine(x, p.get("w1"), p.get("b1"), which * hidden, hidden));
    double[] h2 = relu(affine(h1, p.get("w2" + name), p.get("b2" + name), 0, hidden));
    return affine(h2, p.get("w3" + name), p.get("b3" + name), 0, 1)[0];
  }

  private double smaller(Map<String, double[]> p, double[] s, double[] action) {
    return Math.min(value(p, 0, s, action), value(p, 1, s, action));
  }

  /** (mse of Qa + mse of Qb) / 2; the targets use the current policy. */
  double criticLoss(TransitionBatch batch, double[][] nextNoise) {
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      double[] s2 = row(batch.nextObservations(), i, batch.observationSize());
      Draw next = draw(s2, nextNoise[i]);
      double future = smaller(targets, s2, next.action()) - alpha * next.logProb();
      double y = batch.rewards()[i] + discount * (1 - batch.terminated()[i]) * future;
      for (int which = 0; which < 2; which++) {
        double q =
            value(
                critics,
                which,
                row(batch.observations(), i, batch.observationSize()),
                row(batch.actions(), i, batch.actionSize()));
        sum += (q - y) * (q - y);
      }
    }
    return sum / (2 * batch.size());
  }

  /** mean α log π − min Q. */
  double actorLoss(TransitionBatch batch, double[][] noise) {
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      double[] s = row(batch.observations(), i, batch.observationSize());
      Draw fresh = draw(s, noise[i]);
      sum += alpha * fresh.logProb() - smaller(critics, s, fresh.action());
    }
    return sum / batch.size();
  }

  double meanLogProb(TransitionBatch batch, double[][] noise) {
    double sum = 0;
    for (int i = 0; i < batch.size(); i++) {
      sum += draw(row(batch.observations(), i, batch.observationSize()), noise[i]).logProb();
    }
    return sum / batch.size();
  }

  static double[] row(float[] values, int row, int size) {
    double[] result = new double[size];
    for (int i = 0; i < size; i++) {
      result[i] = values[row * size + i];
    }
    return result;
  }

  private static double[] affine(double[] x, double[] w, double[] b, int firstRow, int rows) {
    double[] y = new double[rows];
    for (int r = 0; r < rows; r++) {
      double sum = b[firstRow + r];
      for (int c = 0; c < x.length; c++) {
        sum += w[(firstRow + r) * x.length + c] * x[c];
      }
      y[r] = sum;
    }
    return y;
  }

  private static double[] relu(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
    return x;
  }
}
