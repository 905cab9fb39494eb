package org.aihf.mujoco.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes {@code .npy} arrays into a zip that {@code numpy.load} opens; the same numbers give the
 * same bytes.
 */
final class NpzWriter implements Closeable {
  private static final int CHUNK = 1 << 14;

  private final ZipOutputStream zip;

  NpzWriter(OutputStream out) {
    zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
  }

  private interface Element {
    void put(ByteBuffer buffer, int index);
  }

  /** The parts one after the other, as one array of the given shape. */
  void floats(String name, List<float[]> parts, long... shape) throws IOException {
    begin(name, "<f4", shape);
    for (float[] part : parts) {
      write(part.length, Float.BYTES, (buffer, i) -> buffer.putFloat(part[i]));
    }
    zip.closeEntry();
  }

  void longs(String name, long[] values) throws IOException {
    begin(name, "<i8", values.length);
    write(values.length, Long.BYTES, (buffer, i) -> buffer.putLong(values[i]));
    zip.closeEntry();
  }

  void booleans(String name, boolean[] values) throws IOException {
    begin(name, "|b1", values.length);
    write(values.length, 1, (buffer, i) -> buffer.put((byte) (values[i] ? 1 : 0)));
    zip.closeEntry();
  }

  private void begin(String name, String dtype, long... shape) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(dtype, NpyHeader.text(shape));
    // 10 bytes come before; data begin at a multiple of 64.
    int padding = 63 - (10 + header.length()) % 64;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    zip.write(text.length & 0xFF);
    zip.write(text.length >>> 8);
    zip.write(text);
  }

  private void write(int count, int width, Element element) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (buffer.remaining() < width) {
        zip.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      element.put(buffer, i);
    }
    zip.write(buffer.array(), 0, buffer.position());
  }

  /** Ends the zip; the stream below stays open. */
  @Override
  public void close() throws IOException {
    zip.finish();
  }
}
