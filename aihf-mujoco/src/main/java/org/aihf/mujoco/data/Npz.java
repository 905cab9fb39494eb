package org.aihf.mujoco.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.aihf.UserError;
import org.aihf.data.JsonlReader;
import org.aihf.run.FileErrors;

/**
 * A {@code .npz} file for reading: a zip of {@code .npy} arrays, as {@code numpy.savez} and {@code
 * numpy.savez_compressed} write it. Nothing in it is ever executed (no pickles).
 */
final class Npz implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final ZipFile zip;

  private Npz(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /** What is wrong with an array, still without file and name. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mistake(String sentence) {
      super(sentence, null, false, false);
    }
  }

  static Npz open(Path file) {
    JsonlReader.requireReadable(file);
    try {
      return new Npz(file, new ZipFile(file.toFile()));
    } catch (ZipException e) {
      throw new UserError(
          "%s is no .npz file (%s); write it with numpy.savez".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  boolean has(String array) {
    return zip.getEntry(array + ".npy") != null;
  }

  /** An array's numbers in row-major order. */
  record Floats(float[] values, long[] shape) {}

  /**
   * Reads an array of finite numbers, rounded to float.
   *
   * @throws UserError if it is missing, damaged, too large or has a number that is not finite
   */
  Floats floats(String array) {
    return read(
        array,
        (header, in) -> {
          float[] values = new float[(int) header.elements()];
          decode(
              header,
              in,
              (index, value) -> {
                values[index] = (float) value;
                if (!Float.isFinite(values[index])) {
                  throw new Mistake(
                      "has %s at index %s; every number must be finite (as float32)"
                          .formatted(value, position(index, header.shape())));
                }
              });
          return new Floats(values, header.shape());
        });
  }

  /** Reads a list of whole numbers (or booleans, as 0 and 1). */
  long[] whole(String array) {
    return read(
        array,
        (header, in) -> {
          if (header.shape().length != 1) {
            throw new Mistake(
                "has shape %s; it must be a list, shape (n,)"
                    .formatted(NpyHeader.text(header.shape())));
          }
          long[] values = new long[(int) header.elements()];
          decode(
              header,
              in,
              (index, value) -> {
                if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
                  throw new Mistake(
                      "has %s at index %d; every number must be whole".formatted(value, index));
                }
                values[index] = (long) value;
              });
          return values;
        });
  }

  UserError error(String array, String sentence) {
    return new UserError("%s: array '%s' %s".formatted(file, array, sentence));
  }

  private interface Reader<R> {
    R read(NpyHeader header, DataInputStream in) throws IOException;
  }

  private <R> R read(String array, Reader<R> reader) {
    ZipEntry entry = zip.getEntry(array + ".npy");
    if (entry == null) {
      List<String> present =
          zip.stream().limit(20).map(e -> e.getName().replaceFirst("\\.npy$", "")).toList();
      throw new UserError(
          "%s: array '%s' is missing; the file has %s".formatted(file, array, present));
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), CHUNK))) {
      NpyHeader header = NpyHeader.read(in);
      requireSize(header, entry.getSize());
      return reader.read(header, in);
    } catch (Mistake e) {
      throw error(array, e.getMessage());
    } catch (ZipException | EOFException e) {
      throw error(array, "is damaged (%s); write the file again".formatted(e.getMessage()));
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /** Before memory is taken: a header may say anything. */
  private static void requireSize(NpyHeader header, long entrySize) {
    long elements = header.elements();
    long payload = entrySize - header.bytes();
    if (elements < 0 || elements > payload || elements * header.width() != payload) {
      throw new Mistake(
          "says shape %s of '%s' but holds %d bytes; write the file again"
              .formatted(NpyHeader.text(header.shape()), header.dtype(), payload));
    }
    long needed = elements * Float.BYTES;
    if (elements > Integer.MAX_VALUE - 8 || needed > Runtime.getRuntime().maxMemory()) {
      throw new Mistake(
          "has shape %s, %d MiB; the JVM has %d MiB in all: raise -Xmx or split the file"
              .formatted(
                  NpyHeader.text(header.shape()),
                  needed >> 20,
                  Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private interface Sink {
    void put(int index, double value);
  }

  private static void decode(NpyHeader header, DataInputStream in, Sink sink) throws IOException {
    int width = header.width();
    int elements = (int) header.elements();
    byte[] bytes = new byte[CHUNK];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < elements; ) {
      int count = Math.min(elements - at, CHUNK / width);
      in.readFully(bytes, 0, count * width);
      for (int i = 0; i < count; i++) {
        int p = i * width;
        sink.put(
            at + i,
            switch (header.dtype()) {
              case "<f4" -> buffer.getFloat(p);
              case "<f8" -> buffer.getDouble(p);
              case "<i2" -> buffer.getShort(p);
              case "<i4" -> buffer.getInt(p);
              case "<i8" -> buffer.getLong(p);
              case "|i1" -> bytes[p];
              default -> bytes[p] & 0xFF;
            });
      }
      at += count;
    }
  }

  private static String position(int index, long[] shape) {
    long[] position = new long[shape.length];
    long rest = index;
    for (int i = shape.length - 1; i >= 0; i--) {
      position[i] = rest % shape[i];
      rest /= shape[i];
    }
    return NpyHeader.text(position);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }
}
