package org.aihf.llm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run wrote, bit for bit but for the times at which it did. */
final class RunContent {
  private static final int FRAME_HEAD = Long.BYTES + Integer.BYTES;
  private static final int WALL_TIME = 1 + Double.BYTES;

  private RunContent() {}

  /** File to content: models in hex, rows without {@code time}, TensorBoard without wall times. */
  static Map<String, String> of(Path run) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (name.startsWith("tensorboard")) {
          content.merge("tensorboard", events(file), String::concat);
        } else if (name.equals("metrics.jsonl")) {
          content.put(name, Files.readString(file).replaceAll("\"time\":[0-9.]+,?", ""));
        } else if (name.startsWith("checkpoints") && !name.endsWith(".json")) {
          content.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
        } else if (!name.equals("manifest.json") && !name.equals(".lock")) {
          content.put(name, Files.readString(file));
        }
      }
    }
    return content;
  }

  /** Frames of {@link org.aihf.run.TensorBoardMetrics}: length, CRC, wall time and data, CRC. */
  private static String events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    while (bytes.hasRemaining()) {
      int length = (int) bytes.getLong(bytes.position());
      events.write(bytes.array(), bytes.position() + FRAME_HEAD + WALL_TIME, length - WALL_TIME);
      bytes.position(bytes.position() + FRAME_HEAD + length + Integer.BYTES);
    }
    return HexFormat.of().formatHex(events.toByteArray());
  }
}
