package org.aihf.mujoco.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the same in double, at widths that large and small products do and that need padding. */
class ValueTailTest {
  private static final int ROWS = 70;
  private static final double CLOSE = 2e-4;

  private final RandomStream random = RandomStream.of(5);

  @ParameterizedTest
  @ValueSource(ints = {20, 64, 256})
  void valuesAndGradientsAreThoseOfTheFormula(int units) {
    float[] w = numbers(units * units, .1);
    float[] b = numbers(units, .1);
    float[] w3 = numbers(units, 1);
    ValueTail tail = new ValueTail(units, units);
    tail.load(w, b, w3, new float[] {.5f});
    int row = tail.row();
    float[] x = new float[ROWS * row];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < units; j++) {
        x[i * row + j] = (float) Math.max(0, random.nextGaussian());
      }
    }
    float[] errors = numbers(ROWS, 1);
    float[] h = new float[ROWS * row];
    float[] values = new float[ROWS];
    tail.apply(ROWS, x, 0, row, h, values);
    float[] into = new float[ROWS * row];
    int[] all = IntStream.range(0, ROWS).toArray();
    tail.rectifiedInputGradient(all, ROWS, h, errors, x, 0, row, into, 0, row);
    ValueTail gradient = new ValueTail(units, units);
    tail.gradient(ROWS, x, 0, row, h, errors, gradient);

    double[] weights = new double[units * units];
    double[] biases = new double[units];
    for (int i = 0; i < ROWS; i++) {
      double value = .5;
      double[] inputs = new double[units];
      for (int o = 0; o < units; o++) {
        double y = b[o];
        for (int j = 0; j < units; j++) {
          y += (double) x[i * row + j] * w[o * units + j];
        }
        value += Math.max(0, y) * w3[o];
        if (y > 0) {
          double g = (double) errors[i] * w3[o];
          biases[o] += g;
          for (int j = 0; j < units; j++) {
            inputs[j] += g * w[o * units + j];
            weights[o * units + j] += g * x[i * row + j];
          }
        }
      }
      assertThat((double) values[i]).isCloseTo(value, within(CLOSE * units));
      for (int j = 0; j < units; j++) {
        double expected = x[i * row + j] > 0 ? inputs[j] : 0;
        assertThat((double) into[i * row + j]).isCloseTo(expected, within(CLOSE));
      }
    }
    assertClose(gradient.weights(), weights);
    assertClose(gradient.biases(), biases);
  }

  @Test
  void aStepOnItsArraysIsSeenByValuesWeightsAndTargets() {
    int units = 20;
    ValueTail tail = new ValueTail(units, units);
    float[] w = numbers(units * units, 1);
    tail.load(w, new float[units], new float[units], new float[1]);
    ValueTail target = new ValueTail(units, units);
    target.load(w, new float[units], new float[units], new float[1]);
    List<float[]> arrays = tail.arrays();
    for (int i = 0; i < arrays.get(0).length; i++) {
      arrays.get(0)[i] *= 3;
    }
    tail.changed();
    target.approach(tail, .5f);
    for (int i = 0; i < w.length; i++) {
      assertThat(tail.weights()[i]).isEqualTo(3 * w[i]);
      assertThat(target.weights()[i]).isCloseTo(2 * w[i], within(1e-6f));
    }
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(CLOSE * 10));
    }
  }

  private float[] numbers(int count, double scale) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (scale * random.nextGaussian());
    }
    return numbers;
  }
}
