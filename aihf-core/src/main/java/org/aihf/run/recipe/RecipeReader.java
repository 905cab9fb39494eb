package org.aihf.run.recipe;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.aihf.run.FileErrors;

/**
 * Reads recipes of one type.
 *
 * @param <T> a record, or a sealed interface of records
 */
public final class RecipeReader<T> {
  private static final long LARGEST = 1 << 20;

  private final Class<T> type;

  /** A key at the top level that is not the recipe's own; empty for none. */
  private final String foreign;

  private RecipeReader(Class<T> type, String foreign) {
    if (!type.isRecord() && !type.isSealed()) {
      throw new IllegalArgumentException(
          type.getName() + " is neither a record nor a sealed interface of records");
    }
    this.type = type;
    this.foreign = foreign;
  }

  public static <T> RecipeReader<T> of(Class<T> type) {
    return new RecipeReader<>(type, "");
  }

  /** Leaves one key of the top level to another reader: see {@link #readSection}. */
  public RecipeReader<T> ignoring(String key) {
    return new RecipeReader<>(type, key);
  }

  /**
   * Reads a file.
   *
   * @param settings {@code a.b=v}, applied in order: what {@code --set} was given
   * @throws UserError naming file, line, key, value and what would be right
   */
  public T read(Path file, List<String> settings) {
    return parse(file.toString(), text(file), settings);
  }

  /**
   * Reads what one key of the top level holds and nothing else.
   *
   * @throws UserError as {@link #read}, and if the key is missing
   */
  public T readSection(Path file, String key, List<String> settings) {
    YamlNode root = root(file.toString(), text(file), settings);
    if (root instanceof YamlNode.Mapping mapping && mapping.entries().containsKey(key)) {
      return bind(mapping.entries().get(key), key);
    }
    throw new UserError("%s has no '%s'".formatted(file, key));
  }

  private static String text(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
        throw new UserError("%s is larger than 1 MB: not a recipe".formatted(file));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UserError("%s is not text in UTF-8: not a recipe".formatted(file), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /**
   * Whether a recipe, or one of the settings, has a key at its top level: what kind of recipe it
   * is.
   *
   * @throws UserError if the file cannot be read or is no YAML
   */
  public static boolean hasKey(Path file, List<String> settings, String key) {
    return root(file.toString(), text(file), settings) instanceof YamlNode.Mapping mapping
        && mapping.entries().containsKey(key);
  }

  /**
   * Reads text.
   *
   * @param name what errors call it
   */
  public T parse(String name, String yaml, List<String> settings) {
    YamlNode root = root(name, yaml, settings);
    if (!foreign.isEmpty() && root instanceof YamlNode.Mapping mapping) {
      Map<String, YamlNode> own = new LinkedHashMap<>(mapping.entries());
      own.remove(foreign);
      root = new YamlNode.Mapping(mapping.origin(), own);
    }
    return bind(root, "");
  }

  private T bind(YamlNode node, String path) {
    RecordBinder binder = new RecordBinder();
    return type.cast(
        type.isRecord()
            ? binder.bind(type, node, path, null)
            : binder.bindVariant(type, node, path, null));
  }

  private static YamlNode root(String name, String yaml, List<String> settings) {
    YamlNode root = YamlReader.read(yaml, line -> name + ":" + line);
    if (YamlNode.isNull(root)) {
      root = new YamlNode.Scalar(name, "", false);
    }
    for (String setting : settings) {
      root = Setting.parse(setting).applyTo(root);
    }
    return root;
  }
}
