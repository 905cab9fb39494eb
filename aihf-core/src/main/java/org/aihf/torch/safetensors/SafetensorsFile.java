package org.aihf.torch.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.aihf.UserError;

/**
 * One open file.
 *
 * <p>Data are read by position through one small buffer rather than mapped: a file that shrinks
 * while we read gives an exception, not a crash, and can be replaced while open on any system.
 */
final class SafetensorsFile implements AutoCloseable {
  /** The reference implementation's limit. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final int BUFFER_BYTES = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private final Header header;
  private final long dataStart;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private SafetensorsFile(Path path, FileChannel channel, Header header, long dataStart) {
    this.path = path;
    this.channel = channel;
    this.header = header;
    this.dataStart = dataStart;
  }

  static SafetensorsFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new UserError(path + ": no such file");
    }
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return open(path, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      refusePickle(path, ByteBuffer.allocate(0));
      throw new UserError(path + ": has " + size + " bytes; a safetensors file has at least 8");
    }
    ByteBuffer start = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, start, 0, path);
    refusePickle(path, start);
    long length = start.getLong(0);
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw new UserError(
          "%s: claims a header of %s bytes, allowed are 2 to %d: this is no safetensors file"
              .formatted(path, Long.toUnsignedString(length), MAX_HEADER_BYTES));
    }
    if (length > size - 8) {
      throw new UserError(
          "%s: claims a header of %d bytes but has only %d after the first 8: it is cut off, copy it again"
              .formatted(path, length, size - 8));
    }
    ByteBuffer json = ByteBuffer.allocate((int) length);
    fill(channel, json, 8, path);
    long dataStart = 8 + length;
    Header header = Header.parse(path.toString(), json.array(), size - dataStart);
    return new SafetensorsFile(path, channel, header, dataStart);
  }

  /** A zip or a pickle is what torch.save writes: code could run on loading it. */
  private static void refusePickle(Path path, ByteBuffer start) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    boolean named = name.matches(".*\\.(bin|pt|pth|ckpt|pkl|pickle)");
    boolean zip = start.limit() == 8 && start.get(0) == 'P' && start.get(1) == 'K';
    boolean pickle =
        start.limit() == 8 && start.get(0) == (byte) 0x80 && start.get(1) <= 5 && start.get(2) != 0;
    if (named || zip || pickle) {
      throw new UserError(
          path
              + ": pickled weights are not read, loading them could run code; convert once in Python:"
              + " model.save_pretrained(dir, safe_serialization=True)");
    }
  }

  Path path() {
    return path;
  }

  Header header() {
    return header;
  }

  /** Fills {@code into} with elements of a tensor, seen flat, from element {@code from} on. */
  void read(TensorInfo tensor, long from, FloatBuffer into) {
    if (from < 0 || from + into.remaining() > tensor.elementCount()) {
      throw new IllegalArgumentException(
          "elements %d to %d of %s".formatted(from, from + into.remaining(), tensor));
    }
    int width = tensor.dtype().bytes();
    long at = dataStart + tensor.begin() + from * width;
    while (into.hasRemaining()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, (long) into.remaining() * width));
      try {
        fill(channel, buffer, at, path);
      } catch (IOException e) {
        throw unreadable(path, e);
      }
      at += buffer.limit();
      buffer.flip();
      tensor.dtype().widen(buffer, into);
    }
  }

  private static void fill(FileChannel channel, ByteBuffer into, long from, Path path)
      throws IOException {
    for (long at = from; into.hasRemaining(); ) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new UserError(path + ": became shorter while it was read");
      }
      at += count;
    }
  }

  private static UserError unreadable(Path path, IOException e) {
    return new UserError(path + ": cannot be read: " + Header.firstLine(e), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }
}
