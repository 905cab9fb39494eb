package org.aihf.run.recipe;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private RecipeReader(Class<T> type) {
    if (!type.isRecord() && !type.isSealed()) {
      throw new IllegalArgumentException(
          type.getName() + " is neither a record nor a sealed interface of records");
    }
    this.type = type;
  }

  public static <T> RecipeReader<T> of(Class<T> type) {
    return new RecipeReader<>(type);
  }

  /**
   * Reads a file.
   *
   * @param settings {@code a.b=v}, applied in order: what {@code --set} was given
   * @throws UserError naming file, line, key, value and what would be right
   */
  public T read(Path file, List<String> settings) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
        throw new UserError("%s is larger than 1 MB: not a recipe".formatted(file));
      }
      return parse(file.toString(), Files.readString(file), settings);
    } catch (CharacterCodingException e) {
      throw new UserError("%s is not text in UTF-8: not a recipe".formatted(file), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /**
   * Reads text.
   *
   * @param name what errors call it
   */
  public T parse(String name, String yaml, List<String> settings) {
    YamlNode root = YamlReader.read(yaml, line -> name + ":" + line);
    if (YamlNode.isNull(root)) {
      root = new YamlNode.Scalar(name, "", false);
    }
    for (String setting : settings) {
      root = Setting.parse(setting).applyTo(root);
    }
    RecordBinder binder = new RecordBinder();
    return type.cast(
        type.isRecord()
            ? binder.bind(type, root, "", null)
            : binder.bindVariant(type, root, "", null));
  }
}
