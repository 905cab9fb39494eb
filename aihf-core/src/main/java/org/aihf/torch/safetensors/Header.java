package org.aihf.torch.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of one file, checked against the format: known types, shapes that fill their
 * bytes, data without overlap, hole or rest.
 */
record Header(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /**
   * Parses and checks.
   *
   * @param file for messages
   * @param dataBytes bytes of the file after the header
   */
  static Header parse(String file, byte[] json, long dataBytes) {
    Header header = new Header(new LinkedHashMap<>(), new LinkedHashMap<>());
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      header.read(new Cursor(file, parser));
    } catch (IOException e) {
      throw new UserError(file + ": the header is not JSON: " + firstLine(e), e);
    }
    header.checkLayout(file, dataBytes);
    return header;
  }

  private void read(Cursor cursor) throws IOException {
    cursor.expect(JsonToken.START_OBJECT, "the header", "an object");
    while (cursor.next() != JsonToken.END_OBJECT) {
      String name = cursor.text();
      if (name.equals(METADATA)) {
        readMetadata(cursor);
      } else if (tensors.put(name, readTensor(cursor, name)) != null) {
        throw cursor.error("tensor '" + name + "'", "appears twice");
      }
    }
    if (cursor.next() != null) {
      throw cursor.error("the header", "goes on after its closing brace");
    }
  }

  private void readMetadata(Cursor cursor) throws IOException {
    cursor.expect(JsonToken.START_OBJECT, METADATA, "an object of strings");
    while (cursor.next() != JsonToken.END_OBJECT) {
      String key = cursor.text();
      cursor.expect(JsonToken.VALUE_STRING, METADATA + "." + key, "a string");
      metadata.put(key, cursor.text());
    }
  }

  private static TensorInfo readTensor(Cursor cursor, String name) throws IOException {
    String what = "tensor '" + name + "'";
    String dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    cursor.expect(JsonToken.START_OBJECT, what, "an object with dtype, shape and data_offsets");
    while (cursor.next() != JsonToken.END_OBJECT) {
      String key = cursor.text();
      switch (key) {
        case "dtype" -> {
          cursor.require(dtype == null, what, "has two dtypes");
          cursor.expect(JsonToken.VALUE_STRING, what + " dtype", "a string");
          dtype = cursor.text();
        }
        case "shape" -> {
          cursor.require(shape == null, what, "has two shapes");
          shape = cursor.sizes(what + " shape");
        }
        case "data_offsets" -> {
          cursor.require(offsets == null, what, "has data_offsets twice");
          offsets = cursor.sizes(what + " data_offsets");
        }
        default -> throw cursor.error(what, "has an unknown field '" + key + "'");
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw cursor.error(what, "lacks dtype, shape or data_offsets");
    }
    cursor.require(
        offsets.size() == 2 && offsets.get(0) <= offsets.get(1),
        what,
        "has data_offsets " + offsets + "; a first and a last byte in this order are needed");
    return checked(cursor, what, dtype, shape, offsets.get(0), offsets.get(1));
  }

  private static TensorInfo checked(
      Cursor cursor, String what, String dtypeName, List<Long> shape, long begin, long end) {
    Dtype dtype =
        Arrays.stream(Dtype.values())
            .filter(d -> d.name().equals(dtypeName))
            .findFirst()
            .orElseThrow(
                () ->
                    cursor.error(
                        what,
                        "has dtype '%s'; known are %s"
                            .formatted(dtypeName, Arrays.toString(Dtype.values()))));
    long bytes = dtype.bytes();
    try {
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, extent);
      }
    } catch (ArithmeticException e) {
      throw cursor.error(what, "has shape " + shape + ", more bytes than any file");
    }
    cursor.require(
        bytes == end - begin,
        what,
        "of shape %s and dtype %s needs %d bytes, its data_offsets span %d"
            .formatted(shape, dtype, bytes, end - begin));
    return new TensorInfo(dtype, List.copyOf(shape), begin, end);
  }

  private void checkLayout(String file, long dataBytes) {
    List<Map.Entry<String, TensorInfo>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, TensorInfo> e) -> e.getValue().begin())
            .thenComparingLong(e -> e.getValue().end()));
    long at = 0;
    for (Map.Entry<String, TensorInfo> entry : ordered) {
      TensorInfo tensor = entry.getValue();
      String what = file + ": tensor '" + entry.getKey() + "'";
      if (tensor.end() > dataBytes) {
        throw new UserError(
            what
                + " ends at byte %d of the data, the file has %d: it is cut off or damaged, copy it again"
                    .formatted(tensor.end(), dataBytes));
      }
      if (tensor.begin() != at) {
        throw new UserError(
            what
                + " begins at byte %d of the data, the one before ends at %d: tensors may neither overlap nor leave holes"
                    .formatted(tensor.begin(), at));
      }
      at = tensor.end();
    }
    if (at != dataBytes) {
      throw new UserError(
          file
              + ": the tensors end at byte %d of the data, the file has %d"
                  .formatted(at, dataBytes));
    }
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** A JSON parser that complains in sentences. */
  private record Cursor(String file, JsonParser parser) {
    @Nullable JsonToken next() throws IOException {
      return parser.nextToken();
    }

    String text() throws IOException {
      return parser.getText();
    }

    void expect(JsonToken token, String what, String wanted) throws IOException {
      require(next() == token, what, "must be " + wanted);
    }

    List<Long> sizes(String what) throws IOException {
      expect(JsonToken.START_ARRAY, what, "an array of whole numbers");
      List<Long> sizes = new ArrayList<>();
      while (next() != JsonToken.END_ARRAY) {
        require(
            parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 0,
            what,
            "holds '%s'; only whole numbers from 0 to 2^63-1 can stand there".formatted(text()));
        sizes.add(parser.getLongValue());
      }
      return sizes;
    }

    void require(boolean holds, String what, String complaint) {
      if (!holds) {
        throw error(what, complaint);
      }
    }

    UserError error(String what, String complaint) {
      return new UserError(file + ": " + what + " " + complaint);
    }
  }
}
