package org.aihf.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TorchScript source from a resource file: functions at the left margin, each taking {@code self},
 * as PyTorch's Python reads.
 *
 * <p>{@code $NAME} stands for a constant given at load time (a size, a number), so that one file
 * serves every configuration.
 */
public final class KernelSource {
  private static final Pattern CONSTANT = Pattern.compile("\\$([A-Z][A-Z0-9_]*)");

  private KernelSource() {}

  /** The source in {@code name} beside {@code anchor}, ready for {@link Kernel#load}. */
  public static String resource(Class<?> anchor, String name) {
    return resource(anchor, name, Map.of());
  }

  /**
   * As {@link #resource(Class, String)}, with {@code $NAME} replaced.
   *
   * @throws IllegalArgumentException if the file is missing, a constant has no value, or a value no
   *     constant
   */
  public static String resource(Class<?> anchor, String name, Map<String, ?> constants) {
    Set<String> unused = new HashSet<>(constants.keySet());
    String source =
        CONSTANT
            .matcher(read(anchor, name))
            .replaceAll(m -> value(name, m.group(1), constants, unused));
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("kernel source " + name + " has no constant " + unused);
    }
    return source.indent(2);
  }

  private static String value(
      String file, String constant, Map<String, ?> constants, Set<String> unused) {
    Object value = constants.get(constant);
    if (value == null) {
      throw new IllegalArgumentException(
          "kernel source " + file + " needs a value for $" + constant + ", given " + constants);
    }
    unused.remove(constant);
    return Matcher.quoteReplacement(value.toString());
  }

  private static String read(Class<?> anchor, String name) {
    try (InputStream in = anchor.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no kernel source " + name + " beside " + anchor);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("kernel source " + name, e);
    }
  }
}
