package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aihf.examples.study.StudyRecipe;
import org.aihf.llm.recipe.OptimizerSection;
import org.aihf.llm.recipe.RewardTerm;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.mujoco.recipe.ControlRecipe;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/recipe.md has every key with its default and the meaning that the source gives it.
 */
class RecipeReferenceTest {
  private static final String PAGE = "docs/reference/recipe.md";
  private static final String CONTROL_PAGE = "docs/reference/control-recipe.md";
  private static final List<String> MODULES =
      List.of("aihf-llm", "aihf-mujoco", "aihf-core", "aihf-examples");

  @Test
  void everyKeyIsThereWithItsDefaultAndItsMeaning() throws Exception {
    assertKeys(PAGE, TrainRecipe.defaults());
  }

  @Test
  void everyKeyOfControlIsThereWithItsDefaultAndItsMeaning() throws Exception {
    assertKeys(CONTROL_PAGE, ControlRecipe.defaults());
  }

  private static void assertKeys(String page, Record defaults) throws Exception {
    StringBuilder top = header();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      if (!component.getType().isRecord()) {
        top.append(row("", component, defaults));
      }
    }
    DocumentationFiles.assertSection(page, "keys", top.toString());
    for (RecordComponent section : defaults.getClass().getRecordComponents()) {
      if (section.getType().isRecord()) {
        StringBuilder table = header();
        rows(table, section.getName() + ".", (Record) value(section, defaults));
        DocumentationFiles.assertSection(page, "keys " + section.getName(), table.toString());
      }
    }
  }

  @Test
  void everyKeyOfAStudyIsThere() throws Exception {
    Method defaults = StudyRecipe.class.getDeclaredMethod("defaults");
    defaults.setAccessible(true);
    StringBuilder table = header();
    rows(table, "study.", (Record) defaults.invoke(null));
    DocumentationFiles.assertSection(CONTROL_PAGE, "keys study", table.toString());
  }

  @Test
  void everyKindOfGivenRewardIsThere() throws Exception {
    StringBuilder table = header();
    for (Class<?> kind : RewardTerm.class.getPermittedSubclasses()) {
      String name = kind.getSimpleName().toLowerCase(Locale.ROOT);
      Method defaults = kind.getDeclaredMethod("defaults");
      defaults.setAccessible(true);
      Object term = defaults.invoke(null);
      table.append("| **`type: %s`** | | |\n".formatted(name));
      for (RecordComponent component : kind.getRecordComponents()) {
        table.append(row("", component, term));
      }
    }
    DocumentationFiles.assertSection(PAGE, "keys of a reward", table.toString());
  }

  private static StringBuilder header() {
    return new StringBuilder("| key | default | meaning |\n|---|---|---|\n");
  }

  private static void rows(StringBuilder table, String prefix, Record section) throws Exception {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      Object value = value(component, section);
      // The optimiser's keys are the same in four sections; the page lists them once.
      if (value instanceof OptimizerSection optimizer && !prefix.startsWith("direct.")) {
        table.append(
            "| `%s%s.*` | `learning_rate` %s, `weight_decay` %s | as `direct.optimizer.*` |\n"
                .formatted(
                    prefix,
                    key(component),
                    shown(field(optimizer, "learningRate")),
                    shown(field(optimizer, "weightDecay"))));
      } else if (value instanceof Record nested) {
        rows(table, prefix + key(component) + ".", nested);
      } else {
        table.append(row(prefix, component, section));
      }
    }
  }

  private static String row(String prefix, RecordComponent component, Object owner)
      throws Exception {
    Object value = value(component, owner);
    String meaning = meaning(owner.getClass(), component.getName());
    if (value instanceof Enum<?> constant) {
      meaning +=
          Arrays.stream(constant.getDeclaringClass().getEnumConstants())
              .map(RecipeReferenceTest::shown)
              .collect(Collectors.joining(", ", "; one of ", ""));
    }
    return "| `%s%s` | %s | %s |\n".formatted(prefix, key(component), shown(value), meaning);
  }

  /** The {@code @param} of the record's source. */
  private static String meaning(Class<?> record, String component) throws IOException {
    String file =
        "/src/main/java/" + record.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    String module =
        MODULES.stream()
            .filter(name -> Files.exists(DocumentationFiles.ROOT.resolve(name + file)))
            .findFirst()
            .orElseThrow();
    String source = DocumentationFiles.read(module + file);
    Matcher param =
        Pattern.compile(
                "@param " + component + " (.*?)(?=\\n *\\* @param|\\n *\\*/)", Pattern.DOTALL)
            .matcher(source);
    assertThat(param.find()).as("@param %s of %s", component, record.getSimpleName()).isTrue();
    return param
        .group(1)
        .replaceAll("\\s*\\n *\\*\\s*", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .replaceAll("\\{@link #defaults\\(\\)}", "the default")
        .replace("|", "\\|")
        .strip();
  }

  private static String shown(Object value) {
    if (value == null) {
      return "empty";
    }
    if (value instanceof String text) {
      return text.isEmpty() ? "empty" : "`" + text + "`";
    }
    if (value instanceof TrainRecipe.Method method) {
      return "`" + method.label() + "`";
    }
    if (value instanceof ControlRecipe.Method method) {
      return "`" + method.label() + "`";
    }
    if (value instanceof Enum<?> constant) {
      return "`" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
    }
    if (value instanceof Double number) {
      String plain =
          new java.math.BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
      return plain.length() > 7 ? "%.0e".formatted(number).replace("e-0", "e-") : plain;
    }
    return String.valueOf(value);
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static Object field(Record record, String name) throws Exception {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (component.getName().equals(name)) {
        return value(component, record);
      }
    }
    throw new AssertionError(record + " has no " + name);
  }

  private static Object value(RecordComponent component, Object record) throws Exception {
    return component.getAccessor().invoke(record);
  }
}
