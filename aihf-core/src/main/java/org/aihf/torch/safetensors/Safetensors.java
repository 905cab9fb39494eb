package org.aihf.torch.safetensors;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aihf.UserError;

/**
 * The tensors of a checkpoint, read on demand and widened to float: one file, or a directory in the
 * Hugging Face layout ({@code model.safetensors}, or shards with their index).
 *
 * <p>All headers are checked on opening. Not thread-safe.
 */
public final class Safetensors implements AutoCloseable {
  private static final String SINGLE = "model.safetensors";

  private final Path source;
  private final Map<String, SafetensorsFile> owners = new LinkedHashMap<>();
  private final List<SafetensorsFile> files = new ArrayList<>();

  private Safetensors(Path source) {
    this.source = source;
  }

  /**
   * Opens a file or a directory.
   *
   * @throws UserError if there is none, or anything in it contradicts the format
   */
  public static Safetensors open(Path fileOrDirectory) {
    Safetensors tensors = new Safetensors(fileOrDirectory);
    try {
      if (!Files.isDirectory(fileOrDirectory)) {
        tensors.addFile(fileOrDirectory);
      } else if (Files.exists(fileOrDirectory.resolve(SINGLE))) {
        tensors.addFile(fileOrDirectory.resolve(SINGLE));
      } else if (Files.exists(fileOrDirectory.resolve(ShardIndex.FILE))) {
        tensors.addShards(fileOrDirectory);
      } else {
        throw nothingIn(fileOrDirectory);
      }
      return tensors;
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private void addFile(Path path) {
    SafetensorsFile file = SafetensorsFile.open(path);
    files.add(file);
    file.header().tensors().keySet().forEach(name -> owners.put(name, file));
  }

  private void addShards(Path directory) {
    Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    Map<String, String> weightMap = ShardIndex.read(directory.resolve(ShardIndex.FILE));
    weightMap.forEach(
        (name, shard) -> {
          SafetensorsFile file = shards.get(shard);
          if (file == null) {
            file = SafetensorsFile.open(directory.resolve(shard));
            files.add(file);
            shards.put(shard, file);
          }
          if (!file.header().tensors().containsKey(name)) {
            throw new UserError(
                "%s: has no tensor '%s', which %s promises"
                    .formatted(file.path(), name, ShardIndex.FILE));
          }
          owners.put(name, file);
        });
  }

  private static UserError nothingIn(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      boolean pickled = entries.anyMatch(p -> p.toString().matches(".*\\.(bin|pt|pth|ckpt)"));
      return new UserError(
          "%s: has neither %s nor %s%s"
              .formatted(
                  directory,
                  SINGLE,
                  ShardIndex.FILE,
                  pickled
                      ? "; pickled weights (.bin, .pt) are not read, loading them could run code:"
                          + " convert once in Python with"
                          + " model.save_pretrained(dir, safe_serialization=True)"
                      : ""));
    } catch (IOException e) {
      return new UserError(directory + ": cannot be listed: " + Header.firstLine(e), e);
    }
  }

  /** Names of all tensors, in the order of their file. */
  public List<String> names() {
    return List.copyOf(owners.keySet());
  }

  /** Whether there is a tensor of this name. */
  public boolean contains(String name) {
    return owners.containsKey(name);
  }

  /** The {@code __metadata__} of the first file. */
  public Map<String, String> metadata() {
    return Map.copyOf(files.get(0).header().metadata());
  }

  /**
   * Type and shape of a tensor.
   *
   * @throws UserError if there is none of that name
   */
  public TensorInfo info(String name) {
    return owner(name).header().tensors().get(name);
  }

  /**
   * Fails unless the tensor exists and has this shape.
   *
   * @throws UserError that names the file, both shapes and the tensor
   */
  public void requireShape(String name, long... expected) {
    List<Long> wanted = java.util.Arrays.stream(expected).boxed().toList();
    List<Long> shape = info(name).shape();
    if (!shape.equals(wanted)) {
      throw new UserError(
          "%s: tensor '%s' has shape %s, the model needs %s"
              .formatted(owner(name).path(), name, shape, wanted));
    }
  }

  /** Fills a buffer with elements of a tensor, seen flat in row-major order, from one on. */
  public void read(String name, long from, FloatBuffer into) {
    owner(name).read(info(name), from, into);
  }

  /** All elements of a tensor in row-major order; at most 2<sup>31</sup> − 1 of them. */
  public float[] floats(String name) {
    float[] values = new float[Math.toIntExact(info(name).elementCount())];
    read(name, 0, FloatBuffer.wrap(values));
    return values;
  }

  private SafetensorsFile owner(String name) {
    SafetensorsFile file = owners.get(name);
    if (file == null) {
      throw new UserError(
          "%s: has no tensor '%s' among its %d".formatted(source, name, owners.size()));
    }
    return file;
  }

  @Override
  public void close() {
    files.forEach(SafetensorsFile::close);
  }
}
