package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.99, 1e-5, 0.1, 1.5, false);

  private final RandomStream random = RandomStream.of(7).split("adamw");
  private TorchRuntime runtime;
  private ParameterSet parameters;
  private GradientFixture gradients;

  @BeforeEach
  void open() {
    runtime = TorchRuntime.cpu(1);
    parameters = ParameterSet.trainable(runtime);
    parameters.add("weight", new Shape(3, 4), normal(12, 1));
    parameters.add("bias", new Shape(3), normal(3, 1));
    parameters.add("late", new Shape(2, 2), normal(4, 1));
    gradients = new GradientFixture(runtime, parameters);
  }

  @AfterEach
  void close() {
    gradients.close();
    parameters.close();
    runtime.close();
  }

  @Test
  void followsTheFormulaThroughClippingDecayAccumulationAndUntouchedParameters() {
    ReferenceAdamW weight = new ReferenceAdamW(parameters.values("weight"), 0.1);
    ReferenceAdamW bias = new ReferenceAdamW(parameters.values("bias"), 0);
    ReferenceAdamW late = new ReferenceAdamW(parameters.values("late"), 0.1);
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      for (int step = 0; step < 20; step++) {
        double learningRate = 1e-2 / (1 + step);
        double scale = step % 3 == 0 ? 3 : 0.05;
        double[] weightGradient = push("weight", 12, scale);
        add(weightGradient, push("weight", 12, scale));
        double[] biasGradient = push("bias", 3, scale);
        boolean touched = step > 4 && step % 2 == 0;
        double[] lateGradient = touched ? push("late", 4, scale) : new double[4];
        double norm =
            Math.sqrt(squares(weightGradient) + squares(biasGradient) + squares(lateGradient));
        assertThat(optimizer.step(learningRate)).isCloseTo(norm, within(1e-6 * (1 + norm)));
        double clip = Math.min(1, 1.5 / (norm + 1e-6));
        assertThat(clip < 1).as("step %d clips", step).isEqualTo(step % 3 == 0);
        weight.step(CONFIG, learningRate, weightGradient, clip);
        bias.step(CONFIG, learningRate, biasGradient, clip);
        if (touched) {
          late.step(CONFIG, learningRate, lateGradient, clip);
        }
        assertClose("weight", weight);
        assertClose("bias", bias);
        assertClose("late", late);
      }
      assertThat(optimizer.stepCount()).isEqualTo(20);
    }
  }

  @Test
  void vectorsDecayWhenAsked() {
    AdamWConfig decaying = new AdamWConfig(0.9, 0.99, 1e-5, 0.1, Double.POSITIVE_INFINITY, true);
    ReferenceAdamW bias = new ReferenceAdamW(parameters.values("bias"), 0.1);
    try (AdamW optimizer = new AdamW(parameters, decaying)) {
      bias.step(decaying, 0.1, push("bias", 3, 100), 1);
      optimizer.step(0.1);
      assertClose("bias", bias);
    }
  }

  @Test
  void clearsGradientsAndDoesNothingWithoutThem() {
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      float[] before = parameters.values("weight");
      assertThat(optimizer.step(1)).isZero();
      assertThat(parameters.values("weight")).isEqualTo(before);
      push("weight", 12, 1);
      assertThat(optimizer.step(1)).isPositive();
      assertThat(parameters.gradient("weight").orElseThrow()).containsOnly(0);
      float[] after = parameters.values("weight");
      assertThat(after).isNotEqualTo(before);
      assertThat(optimizer.step(1)).isZero();
      assertThat(parameters.values("weight")).isEqualTo(after);
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsNamedAndChangesNothing() {
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      push("weight", 12, 1);
      optimizer.step(0.1);
      float[] weight = parameters.values("weight");
      push("weight", 12, 1);
      gradients.push("bias", 1, Float.NaN, 0);
      gradients.push("late", 1, Float.POSITIVE_INFINITY, 0, 0);
      assertThatThrownBy(() -> optimizer.step(0.1))
          .isInstanceOf(ArithmeticException.class)
          .hasMessage(
              "the gradient of 'bias' (3) has norm NaN after 1 steps: this step was not taken");
      assertThat(parameters.values("weight")).isEqualTo(weight);
      assertThat(parameters.gradient("bias").orElseThrow()).containsOnly(0);
      push("weight", 12, 1);
      assertThat(optimizer.step(0.1)).isFinite();
    }
  }

  @Test
  void frozenParametersStay() {
    parameters.freeze(name -> name.equals("late"));
    float[] late = parameters.values("late");
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      push("weight", 12, 1);
      optimizer.step(0.1);
      assertThat(parameters.values("late")).isEqualTo(late);
    }
    parameters.freeze(name -> true);
    assertThatThrownBy(() -> new AdamW(parameters, CONFIG).close())
        .hasMessageContaining("none of the 3 parameters is trainable");
  }

  @Test
  void refusesMeaninglessSettings() {
    assertThatThrownBy(() -> new AdamWConfig(1, 0.9, 1e-8, 0, 1, false))
        .hasMessage("beta1 is 1.0; it must be in [0, 1)");
    assertThatThrownBy(() -> AdamWConfig.defaults().withWeightDecay(Double.NaN))
        .hasMessageContaining("weightDecay is NaN");
    assertThatThrownBy(() -> AdamWConfig.defaults().withMaxGradientNorm(0))
        .hasMessageContaining("maxGradientNorm");
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      assertThatThrownBy(() -> optimizer.step(-1)).hasMessageContaining("learningRate is -1.0");
    }
  }

  private double[] push(String name, int size, double scale) {
    float[] gradient = normal(size, scale);
    gradients.push(name, gradient);
    double[] result = new double[size];
    for (int i = 0; i < size; i++) {
      result[i] = gradient[i];
    }
    return result;
  }

  private float[] normal(int size, double scale) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static void add(double[] sum, double[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private void assertClose(String name, ReferenceAdamW expected) {
    float[] actual = parameters.values(name);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).as(name).isCloseTo(expected.weights[i], within(2e-6));
    }
  }
}
