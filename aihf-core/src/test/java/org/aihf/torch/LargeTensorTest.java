package org.aihf.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aihf.torch.safetensors.Safetensors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tensors beyond the 2 GiB of a Java buffer: an embedding of a large vocabulary. The file is
 * sparse.
 */
class LargeTensorTest {
  private static final int WIDTH = 1024;

  @TempDir private Path directory;

  /** A matrix of zeros but for some rows, which hold their index and 0.5 less. */
  private Path matrix(String dtype, int bytes, long rows, long... filled) throws IOException {
    long size = rows * WIDTH * bytes;
    String json =
        "{\"e\":{\"dtype\":\"%s\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(dtype, rows, WIDTH, size);
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("model.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
      out.write(header);
      for (long row : filled) {
        ByteBuffer values = ByteBuffer.allocate(2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {row, row - 0.5f}) {
          int bits = Float.floatToRawIntBits(value);
          if (bytes == 2) {
            values.putShort((short) (bits >>> 16));
          } else {
            values.putInt(bits);
          }
        }
        out.seek(8 + header.length + row * WIDTH * bytes);
        out.write(values.array());
      }
      out.setLength(8 + header.length + size);
    }
    return file;
  }

  @Test
  void rowsOfATensorOfMoreThanTwoGibibytesAreReadWhereTheyLie() throws IOException {
    long rows = 1_500_000;
    long last = 1 << 20;
    try (Safetensors file = Safetensors.open(matrix("BF16", 2, rows, 3, last))) {
      assertThat(file.info("e").end()).isGreaterThan(1L << 31);
      for (long row : new long[] {3, last}) {
        float[] values = new float[WIDTH];
        file.read("e", row * WIDTH, FloatBuffer.wrap(values));
        float rounded = Float.intBitsToFloat(Float.floatToRawIntBits(row - 0.5f) & 0xFFFF0000);
        assertThat(values).startsWith(row, rounded, 0).endsWith(0);
      }
    }
  }

  @Test
  @Tag("slow")
  void aParameterOfMoreThanTwoGibibytesIsLoadedSliceBySlice() throws IOException {
    long rows = 530_000;
    try (TorchRuntime runtime = TestDevice.open();
        Safetensors file = Safetensors.open(matrix("F32", 4, rows, 0, 524_289, rows - 1));
        ParameterSet parameters = ParameterSet.frozen(runtime)) {
      assertThat(file.info("e").end()).isGreaterThan(1L << 31);
      parameters.add("e", file, "e");
      for (long row : new long[] {0, 524_289, rows - 1}) {
        assertThat(parameters.values("e", row * WIDTH, row * WIDTH + 3))
            .containsExactly(row, row - 0.5f, 0);
      }
      assertThat(parameters.values("e", WIDTH, WIDTH + 2)).containsExactly(0, 0);
    }
  }
}
