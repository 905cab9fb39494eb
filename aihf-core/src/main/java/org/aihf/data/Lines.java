package org.aihf.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** The lines of a UTF-8 file; strict, so that a wrong byte is reported with its line. */
final class Lines implements AutoCloseable {
  /** Longer lines are not text: a limit on what one line may cost in memory. */
  private static final int MAX_LINE = 64 << 20;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private byte[] line = new byte[1 << 12];
  private int start;
  private int end;
  private long number;

  Lines(Path file) throws IOException {
    JsonlReader.requireReadable(file);
    this.file = file;
    this.in = Files.newInputStream(file);
  }

  /** Number of the line just read, from 1. */
  long number() {
    return number;
  }

  /** The next line without its end ({@code \n} or {@code \r\n}), or null after the last. */
  @Nullable String next() throws IOException {
    int length = 0;
    boolean any = false;
    while (true) {
      if (start == end) {
        start = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          break;
        }
      }
      any = true;
      int stop = start;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      length = append(length, stop);
      start = stop;
      if (stop < end) {
        start++;
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    return decode(length > 0 && line[length - 1] == '\r' ? length - 1 : length);
  }

  private int append(int length, int stop) {
    int longer = length + stop - start;
    if (longer > MAX_LINE) {
      throw new UserError(
          "%s line %d: longer than %d MiB; every line must be one JSON object"
              .formatted(file, number + 1, MAX_LINE >> 20));
    }
    if (longer > line.length) {
      line = Arrays.copyOf(line, Math.max(longer, 2 * line.length));
    }
    System.arraycopy(buffer, start, line, length, stop - start);
    return longer;
  }

  private String decode(int length) {
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
    try {
      String text = decoder.decode(bytes).toString();
      boolean byteOrderMark = number == 1 && text.startsWith("\uFEFF");
      return byteOrderMark ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UserError(
          "%s line %d: byte %d (0x%02x) is not UTF-8; save the file as UTF-8"
              .formatted(file, number, bytes.position() + 1, line[bytes.position()] & 0xFF),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
