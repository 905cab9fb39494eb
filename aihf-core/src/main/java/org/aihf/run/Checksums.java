package org.aihf.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.aihf.UserError;

/**
 * {@code checksums.json} of a saved state: CRC-32C of every other file. A state is numbers that
 * only its run can judge, so one that a disk or a person changed is refused before it is read.
 */
final class Checksums {
  private static final String FILE = "checksums.json";
  private static final int CHUNK = 1 << 20;
  private static final TypeReference<Map<String, Long>> MAP = new TypeReference<>() {};

  private Checksums() {}

  static void write(Path directory) throws IOException {
    Json.MAPPER.writeValue(directory.resolve(FILE).toFile(), of(directory));
  }

  /**
   * @throws UserError naming the first file that is missing or is not what was saved
   */
  static void verify(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    Map<String, Long> saved = read(file);
    Map<String, Long> now = of(directory);
    for (String name : now.keySet()) {
      if (!saved.containsKey(name)) {
        throw new UserError(
            "%s is not in %s: the saved state is damaged; begin anew with --overwrite"
                .formatted(directory.resolve(name), file));
      }
    }
    saved.forEach(
        (name, checksum) -> {
          if (!now.containsKey(name)) {
            throw new UserError(
                "%s is missing, which %s lists: the saved state is damaged; begin anew with --overwrite"
                    .formatted(directory + "/" + name, file));
          }
          if (!now.get(name).equals(checksum)) {
            throw new UserError(
                "%s is not what the run saved (its checksum in %s differs); begin anew with --overwrite"
                    .formatted(directory.resolve(name), file));
          }
        });
  }

  private static Map<String, Long> read(Path file) throws IOException {
    try {
      Map<String, Long> saved = Json.MAPPER.readValue(Files.readString(file), MAP);
      if (saved != null && !saved.containsValue(null)) {
        return saved;
      }
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new UserError(damaged(file), e);
    }
    throw new UserError(damaged(file));
  }

  private static String damaged(Path file) {
    return file + " is damaged; begin anew with --overwrite";
  }

  private static Map<String, Long> of(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    Map<String, Long> checksums = new TreeMap<>();
    for (Path file : files) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      if (!name.equals(FILE)) {
        checksums.put(name, checksum(file));
      }
    }
    return checksums;
  }

  private static long checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        checksum.update(chunk, 0, read);
      }
    }
    return checksum.getValue();
  }
}
