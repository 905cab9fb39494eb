package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.aihf.UserError;
import org.aihf.random.RandomStream;
import org.aihf.torch.safetensors.Dtype;
import org.aihf.torch.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdamWTest {
  private static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.99, 1e-5, 0.1, 1.5, false);

  private final RandomStream random = RandomStream.of(7).split("adamw");
  private TorchRuntime runtime;
  private ParameterSet parameters;
  private GradientFixture gradients;

  @BeforeEach
  void open() {
    runtime = TestDevice.open();
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
  void followsTorch() throws IOException {
    JsonNode fixture;
    try (InputStream in = getClass().getResourceAsStream("adamw.json")) {
      fixture = new ObjectMapper().readTree(in);
    }
    AdamWConfig config = new AdamWConfig(0.8, 0.95, 1e-5, 0.05, 1.5, false);
    try (ParameterSet set = ParameterSet.trainable(runtime)) {
      set.add("w", new Shape(5, 7), floats(fixture.get("w")));
      set.add("b", new Shape(4), floats(fixture.get("b")));
      try (AdamW optimizer = new AdamW(set, config);
          GradientFixture pusher = new GradientFixture(runtime, set)) {
        for (JsonNode step : fixture.get("steps")) {
          for (String name : set.names()) {
            if (step.has(name)) {
              pusher.push(name, floats(step.get(name)));
            }
          }
          assertThat(optimizer.step(0.01)).isCloseTo(step.get("norm").asDouble(), within(1e-5));
        }
      }
      for (String name : set.names()) {
        assertThat(set.values(name))
            .containsExactly(floats(fixture.at("/final/" + name)), within(2e-6f));
      }
    }
  }

  private static float[] floats(JsonNode values) {
    float[] result = new float[values.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values.get(i).asDouble();
    }
    return result;
  }

  @Test
  void continuesFromItsFileBitForBit(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("optimizer.safetensors");
    try (ParameterSet copy = ParameterSet.trainable(runtime);
        GradientFixture pusher = new GradientFixture(runtime, copy);
        AdamW optimizer = new AdamW(parameters, CONFIG)) {
      for (int step = 0; step < 3; step++) {
        push("weight", 12, 1);
        if (step > 0) {
          push("bias", 3, 1);
        }
        optimizer.step(0.1);
      }
      optimizer.save(file);
      for (String name : parameters.names()) {
        copy.add(name, parameters.shape(name), parameters.values(name));
      }
      try (AdamW resumed = new AdamW(copy, CONFIG)) {
        resumed.restore(file);
        assertThat(resumed.stepCount()).isEqualTo(3);
        for (int step = 0; step < 3; step++) {
          for (String name : parameters.names()) {
            float[] gradient = normal((int) parameters.shape(name).size(), 1);
            gradients.push(name, gradient);
            pusher.push(name, gradient);
          }
          assertThat(resumed.step(0.1)).isEqualTo(optimizer.step(0.1));
        }
      }
      for (String name : parameters.names()) {
        assertThat(copy.values(name)).isEqualTo(parameters.values(name));
      }
    }
  }

  @Test
  void refusesAnotherModelsState(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("optimizer.safetensors");
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      optimizer.save(file);
    }
    try (ParameterSet other = ParameterSet.trainable(runtime)) {
      other.addZeros("weight", new Shape(3, 4));
      try (AdamW optimizer = new AdamW(other, CONFIG)) {
        assertThatThrownBy(() -> optimizer.restore(file))
            .isInstanceOf(UserError.class)
            .hasMessageContaining("holds 9 tensors, an optimiser of these 1 parameters has 3");
      }
      other.addZeros("late", new Shape(2, 3));
      try (AdamW optimizer = new AdamW(other, CONFIG)) {
        assertThatThrownBy(() -> optimizer.restore(file))
            .isInstanceOf(UserError.class)
            .hasMessageContaining("'late.exp_avg' has shape [2, 2], the model needs [2, 3]");
      }
    }
    SafetensorsWriter.write(file, parameters.tensors(), Dtype.F32);
    try (AdamW optimizer = new AdamW(parameters, CONFIG)) {
      assertThatThrownBy(() -> optimizer.restore(file))
          .hasMessageContaining("no optimiser's state");
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
