package org.aihf.llm.model;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.aihf.torch.safetensors.Safetensors;

/**
 * What safe-rlhf's {@code *ForScore} models add to a configuration. Statistics of the normaliser
 * are those of the checkpoint's buffers, else of {@code config.json}, else 0 and 1.
 *
 * @param bias whether the head has one; the tensors decide, because the key changed its name
 */
@SuppressWarnings("ArrayRecordComponent")
record ScoreHeadSettings(
    Type type, boolean bias, boolean normalizes, double[] mean, double[] variance) {

  /** What the score is, and with it how it is normalised. */
  enum Type {
    REWARD,
    COST,
    CRITIC;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ScoreHeadSettings read(ConfigFile file, Safetensors tensors) {
    int labels = file.size("score_dim", 1 << 16, 1);
    String name = file.has("score_type") ? file.text("score_type") : "reward";
    Type type =
        Arrays.stream(Type.values())
            .filter(each -> each.label().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    file.refuse(
                        "score_type", '"' + name + '"', "it must be reward, cost or critic"));
    return new ScoreHeadSettings(
        type,
        tensors.contains("score_head.bias"),
        file.flag("do_normalize", false),
        statistics(file, tensors, "mean", labels, 0),
        statistics(file, tensors, "var", labels, 1));
  }

  private static double[] statistics(
      ConfigFile file, Safetensors tensors, String key, int labels, double absent) {
    String buffer = "normalizer." + key;
    double[] values = new double[labels];
    if (tensors.contains(buffer)) {
      tensors.requireShape(buffer, labels);
      float[] stored = new float[labels];
      tensors.read(buffer, 0, FloatBuffer.wrap(stored));
      Arrays.setAll(values, i -> stored[i]);
    } else if (file.has(key)) {
      values = file.numbers(key, labels);
    } else {
      Arrays.fill(values, absent);
    }
    for (double value : values) {
      if (!Double.isFinite(value) || (key.equals("var") && value < 0)) {
        throw file.refuse(key, Arrays.toString(values), "a normaliser needs finite statistics");
      }
    }
    return values;
  }

  int labels() {
    return mean.length;
  }
}
