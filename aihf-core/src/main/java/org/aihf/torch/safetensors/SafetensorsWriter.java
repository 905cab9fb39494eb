package org.aihf.torch.safetensors;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.aihf.run.AtomicFiles;
import org.aihf.run.FileErrors;

/**
 * Writes checkpoints as transformers does: one file, or shards with their index.
 *
 * <p>Each file is written aside, forced to disk and renamed, so a reader never sees half of one.
 */
public final class SafetensorsWriter {
  private static final int SLICE = 1 << 18;

  private SafetensorsWriter() {}

  /** Writes one file with the metadata {@code {"format": "pt"}} that transformers asks for. */
  public static void write(Path file, List<TensorSource> tensors, Dtype dtype) {
    write(file, tensors, dtype, Map.of("format", "pt"));
  }

  /**
   * Writes one file.
   *
   * @throws IllegalArgumentException for a dtype other than F32, F16, BF16, a duplicate name, or a
   *     finite value that the dtype would turn into infinity
   * @throws org.aihf.UserError if the file cannot be written
   */
  public static void write(
      Path file, List<TensorSource> tensors, Dtype dtype, Map<String, String> metadata) {
    byte[] header = header(tensors, dtype, metadata);
    AtomicFiles.write(file, out -> writeTo(out, header, tensors, dtype));
  }

  /**
   * Writes {@code model.safetensors} into a directory, or {@code model-00001-of-0000N.safetensors}
   * with an index if the tensors exceed {@code maxShardBytes} together; removes what an earlier
   * save left under the other names.
   */
  public static void writeModel(
      Path directory, List<TensorSource> tensors, Dtype dtype, long maxShardBytes) {
    List<List<TensorSource>> shards = shards(tensors, dtype, maxShardBytes);
    List<String> written = new ArrayList<>();
    Map<String, String> weightMap = new LinkedHashMap<>();
    for (List<TensorSource> shard : shards) {
      String name =
          shards.size() == 1
              ? "model.safetensors"
              : "model-%05d-of-%05d.safetensors".formatted(written.size() + 1, shards.size());
      write(directory.resolve(name), shard, dtype);
      written.add(name);
      shard.forEach(tensor -> weightMap.put(tensor.name(), name));
    }
    if (shards.size() > 1) {
      writeIndex(directory, weightMap, bytes(tensors, dtype));
      written.add(ShardIndex.FILE);
    }
    removeOthers(directory, written);
  }

  private static List<List<TensorSource>> shards(
      List<TensorSource> tensors, Dtype dtype, long maxBytes) {
    List<List<TensorSource>> shards = new ArrayList<>();
    List<TensorSource> current = new ArrayList<>();
    for (TensorSource tensor : tensors) {
      long sum = bytes(current, dtype) + bytes(List.of(tensor), dtype);
      if (!current.isEmpty() && sum > maxBytes) {
        shards.add(current);
        current = new ArrayList<>();
      }
      current.add(tensor);
    }
    shards.add(current);
    return shards;
  }

  private static long bytes(List<TensorSource> tensors, Dtype dtype) {
    return tensors.stream().mapToLong(t -> t.elementCount() * dtype.bytes()).sum();
  }

  private static void writeIndex(Path directory, Map<String, String> weightMap, long totalSize) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("metadata", Map.of("total_size", totalSize));
    index.put("weight_map", weightMap);
    ObjectWriter writer = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();
    AtomicFiles.write(
        directory.resolve(ShardIndex.FILE), out -> out.write(writer.writeValueAsBytes(index)));
  }

  private static void removeOthers(Path directory, List<String> written) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path path : (Iterable<Path>) entries::iterator) {
        String name = path.getFileName().toString();
        if (isWeights(name) && !written.contains(name)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw FileErrors.cannot("write", directory, e);
    }
  }

  private static boolean isWeights(String name) {
    return name.equals(ShardIndex.FILE) || name.matches("model(-\\d{5}-of-\\d{5})?\\.safetensors");
  }

  private static void writeTo(
      OutputStream out, byte[] header, List<TensorSource> tensors, Dtype dtype) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(SLICE * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (TensorSource tensor : tensors) {
      for (long from = 0; from < tensor.elementCount(); from += SLICE) {
        long to = Math.min(tensor.elementCount(), from + SLICE);
        append(tensor, tensor.slices().read(from, to), dtype, buffer.clear());
        out.write(buffer.array(), 0, buffer.position());
      }
    }
  }

  private static void append(TensorSource tensor, float[] values, Dtype dtype, ByteBuffer buffer) {
    for (float value : values) {
      dtype.append(value, buffer);
      checkRange(tensor, dtype, value, buffer);
    }
  }

  private static void checkRange(TensorSource tensor, Dtype dtype, float value, ByteBuffer buffer) {
    if (dtype != Dtype.F32 && Math.abs(value) > 65_504 && Float.isFinite(value)) {
      ByteBuffer last = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      last.position(buffer.position() - dtype.bytes());
      if (Float.isInfinite(dtype.next(last))) {
        throw new IllegalArgumentException(
            "tensor '%s' holds %s, beyond the range of %s; write F32"
                .formatted(tensor.name(), value, dtype));
      }
    }
  }

  /** The JSON, padded with spaces so that the data begin at a multiple of 8. */
  private static byte[] header(
      List<TensorSource> tensors, Dtype dtype, Map<String, String> metadata) {
    ObjectNode root = JsonMapper.builder().build().createObjectNode();
    ObjectNode meta = root.putObject("__metadata__");
    new TreeMap<>(metadata).forEach(meta::put);
    long at = 0;
    for (TensorSource tensor : tensors) {
      if (root.has(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called '" + tensor.name() + "'");
      }
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", dtype.name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(extent -> shape.add(extent.longValue()));
      long end = at + tensor.elementCount() * dtype.bytes();
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    String json = root.toString();
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return (json + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }
}
