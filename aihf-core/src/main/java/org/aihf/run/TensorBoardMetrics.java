package org.aihf.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.aihf.Metrics;

/**
 * Scalars that TensorBoard reads: TFRecord frames of {@code Event} messages, file version {@code
 * brain.Event:2}.
 *
 * <p>A frame is the length (uint64), its masked CRC-32C, the message and its masked CRC-32C, all
 * little-endian. Of the messages only the fields below are used (tensorflow/core/util/event.proto,
 * framework/summary.proto).
 */
public final class TensorBoardMetrics implements MetricSink {
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;

  private final Path file;
  private final Clock clock;
  private final OutputStream out;

  private TensorBoardMetrics(Path file, Clock clock) {
    this.clock = clock;
    this.file = file;
    boolean fresh = !Files.exists(file);
    try {
      this.out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
    if (fresh) {
      write(event().bytes(EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * Appends to the event file in {@code directory}; starts one where there is none.
   *
   * @param clock gives the wall times
   */
  public static TensorBoardMetrics append(Path directory, Clock clock) {
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%013d.%d.aihf",
            clock.millis(),
            ProcessHandle.current().pid());
    try {
      Files.createDirectories(directory);
      try (Stream<Path> files = Files.list(directory)) {
        Path file =
            files
                .filter(path -> path.toString().endsWith(".aihf"))
                .max(Comparator.naturalOrder())
                .orElse(directory.resolve(name));
        return new TensorBoardMetrics(file, clock);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", directory.resolve(name), e);
    }
  }

  @Override
  public void record(long step, Metrics metrics) {
    Message summary = new Message();
    for (Map.Entry<String, Double> entry : metrics.values().entrySet()) {
      summary.bytes(
          SUMMARY_VALUE,
          new Message()
              .bytes(VALUE_TAG, entry.getKey().getBytes(StandardCharsets.UTF_8))
              .fixed32(VALUE_SIMPLE_VALUE, entry.getValue().floatValue())
              .bytes());
    }
    write(event().varint(EVENT_STEP, step).bytes(EVENT_SUMMARY, summary.bytes()));
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  private Message event() {
    return new Message().fixed64(EVENT_WALL_TIME, clock.millis() / 1000.0);
  }

  private void write(Message event) {
    byte[] data = event.bytes();
    ByteBuffer frame = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(data.length).putInt(maskedCrc(frame.array(), 0, Long.BYTES));
    frame.put(data).putInt(maskedCrc(data, 0, data.length));
    try {
      out.write(frame.array());
      out.flush();
    } catch (IOException e) {
      throw FileErrors.cannot("write", file, e);
    }
  }

  /** TFRecord's masking: a CRC of data that itself holds CRCs would be weak. */
  private static int maskedCrc(byte[] data, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
  }

  /** Writes a protocol-buffer message field by field. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      rawVarint((long) field << 3 | VARINT);
      rawVarint(value);
      return this;
    }

    Message fixed64(int field, double value) {
      rawVarint((long) field << 3 | FIXED64);
      littleEndian(Double.doubleToLongBits(value), Double.BYTES);
      return this;
    }

    Message fixed32(int field, float value) {
      rawVarint((long) field << 3 | FIXED32);
      littleEndian(Float.floatToIntBits(value), Float.BYTES);
      return this;
    }

    Message bytes(int field, byte[] value) {
      rawVarint((long) field << 3 | LENGTH_DELIMITED);
      rawVarint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void rawVarint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    private void littleEndian(long bits, int count) {
      for (int i = 0; i < count; i++) {
        out.write((int) (bits >>> 8 * i));
      }
    }
  }
}
