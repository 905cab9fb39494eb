package org.aihf.torch.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aihf.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {
  @TempDir Path directory;

  private final float[] values = normal(300_000);
  private final List<TensorSource> tensors =
      List.of(
          TensorSource.of("äöü \"weight\"", values, 3, 100_000),
          TensorSource.of("scalar", new float[] {2.5f}),
          TensorSource.of("empty", new float[0], 0, 7),
          TensorSource.of("bias", new float[] {1, -2, 3}, 3));

  @Test
  void readsBackBitForBit() throws IOException {
    Path file = directory.resolve("m.safetensors");
    SafetensorsWriter.write(file, tensors, Dtype.F32);
    try (Safetensors back = Safetensors.open(file)) {
      assertThat(back.names()).containsExactly("äöü \"weight\"", "scalar", "empty", "bias");
      assertThat(back.metadata()).containsOnlyKeys("format").containsEntry("format", "pt");
      assertThat(back.floats("äöü \"weight\"")).isEqualTo(values);
      assertThat(back.floats("bias")).containsExactly(1, -2, 3);
      assertThat(back.info("scalar").shape()).isEmpty();
      assertThat(back.info("empty").shape()).containsExactly(0L, 7L);
    }
    byte[] bytes = Files.readAllBytes(file);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    try (Stream<Path> entries = Files.list(directory)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void halfPrecisionRounds(Dtype dtype) throws IOException {
    Path file = directory.resolve("m.safetensors");
    SafetensorsWriter.write(file, tensors, dtype);
    try (Safetensors back = Safetensors.open(file)) {
      assertThat(back.info("bias").dtype()).isEqualTo(dtype);
      float[] read = back.floats("äöü \"weight\"");
      double step = dtype == Dtype.F16 ? 0x1p-11 : 0x1p-8;
      for (int i = 0; i < values.length; i++) {
        double error = Math.abs((double) read[i] - values[i]);
        assertThat(error).isLessThanOrEqualTo(step * Math.max(Math.abs(values[i]), 0x1p-14));
      }
    }
  }

  @Test
  void shardsWhatIsTooLargeAndReplacesAnEarlierSave() throws IOException {
    SafetensorsWriter.writeModel(directory, tensors, Dtype.F32, Long.MAX_VALUE);
    assertThat(names()).containsExactly("model.safetensors");
    SafetensorsWriter.writeModel(directory, tensors, Dtype.F32, 1_000_000);
    assertThat(names())
        .containsExactly(
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json");
    try (Safetensors back = Safetensors.open(directory)) {
      assertThat(back.floats("äöü \"weight\"")).isEqualTo(values);
      assertThat(back.names()).hasSize(4);
    }
    SafetensorsWriter.writeModel(directory, tensors, Dtype.F32, Long.MAX_VALUE);
    assertThat(names()).containsExactly("model.safetensors");
  }

  @Test
  void aFailureLeavesTheEarlierFile() throws IOException {
    Path file = directory.resolve("m.safetensors");
    SafetensorsWriter.write(file, tensors, Dtype.F32);
    byte[] before = Files.readAllBytes(file);
    List<TensorSource> large = List.of(TensorSource.of("w", new float[] {1, 70_000}, 2));
    assertThatThrownBy(() -> SafetensorsWriter.write(file, large, Dtype.F16))
        .hasMessage("tensor 'w' holds 70000.0, beyond the range of F16; write F32");
    assertThatThrownBy(() -> SafetensorsWriter.write(file, large, Dtype.I64))
        .hasMessageContaining("not I64");
    List<TensorSource> twice = List.of(large.get(0), large.get(0));
    assertThatThrownBy(() -> SafetensorsWriter.write(file, twice, Dtype.F32))
        .hasMessageContaining("two tensors are called 'w'");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names()).containsExactly("m.safetensors");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static float[] normal(int size) {
    RandomStream random = RandomStream.of(1).split("writer");
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
