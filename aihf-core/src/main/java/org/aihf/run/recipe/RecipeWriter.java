package org.aihf.run.recipe;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a recipe with every value in place, so that reading it back gives an equal record. */
public final class RecipeWriter {
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private final YAMLGenerator out;

  private RecipeWriter(YAMLGenerator out) {
    this.out = out;
  }

  /**
   * @param recipe a record of the types that {@link RecipeReader} reads
   */
  public static String write(Record recipe) {
    StringWriter text = new StringWriter();
    try (YAMLGenerator out = FACTORY.createGenerator(text)) {
      new RecipeWriter(out).record(recipe);
    } catch (IOException e) {
      throw new IllegalStateException("writing to a string", e);
    }
    return text.toString();
  }

  private void record(Record record) throws IOException {
    out.writeStartObject();
    Variants variants = Variants.containing(record.getClass());
    if (variants != null) {
      out.writeStringField(variants.property(), Variants.name(record.getClass()));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      out.writeFieldName(Names.key(component.getName()));
      value(get(component, record));
    }
    out.writeEndObject();
  }

  private void value(@Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Record record) {
      record(record);
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        value(item);
      }
      out.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(entry.getKey().toString());
        value(entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Double number) {
      out.writeNumber(decimal(number));
    } else if (value instanceof Integer || value instanceof Long) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Enum<?> constant) {
      out.writeString(Names.constant(constant));
    } else if (value instanceof Path || value instanceof String) {
      out.writeString(value.toString());
    } else {
      throw new IllegalArgumentException("recipes cannot hold a " + value.getClass().getName());
    }
  }

  /** 0.0001 rather than Java's 1.0E-4; reads back exactly, as a number in every YAML reader. */
  private static String decimal(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String plain = digits.setScale(Math.max(1, digits.scale())).toPlainString();
    return plain.length() <= 24 ? plain : Double.toString(value).replaceFirst("E(\\d)", "E+$1");
  }

  private static @Nullable Object get(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " of " + record, e);
    }
  }
}
