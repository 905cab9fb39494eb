package org.aihf.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.aihf.random.RandomStream;

/** Spoils files: bytes anywhere, or one value of a JSON document. */
final class Mutator {
  /** What people, converters and attackers put where a name or a small number belongs. */
  static final List<String> HOSTILE_VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "2",
          "0.5",
          "-0.0",
          "1e308",
          "-1e400",
          "1073741824",
          "1000000000",
          "2147483647",
          "2147483648",
          "4294967297",
          "9223372036854775807",
          "18446744073709551616",
          "\"\"",
          "\" \"",
          "\"../../etc/passwd\"",
          "\"/etc/passwd\"",
          "\"model.safetensors\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"%s%n%d\"",
          "\"nan\"",
          "\"" + "x".repeat(10_000) + "\"",
          "[]",
          "{}",
          "[[]]",
          "[1,\"a\",null]",
          "[-1,18446744073709551615]",
          "{\"a\":{\"b\":[]}}",
          "[".repeat(900) + "]".repeat(900));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RandomStream random;

  Mutator(RandomStream random) {
    this.random = random;
  }

  <E> E anyOf(List<E> items) {
    return items.get(random.nextInt(items.size()));
  }

  /** One to three changes of bytes. */
  byte[] bytes(byte[] original) {
    byte[] bytes = original;
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes = change(bytes);
    }
    return bytes;
  }

  /** Noise over a stretch behind {@code from}; the length stays. */
  byte[] data(byte[] original, int from) {
    byte[] bytes = original.clone();
    int at = from + random.nextInt(bytes.length - from);
    byte[] noise = noise(Math.min(bytes.length - at, 1 + random.nextInt(400)));
    System.arraycopy(noise, 0, bytes, at, noise.length);
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    int until = Math.min(bytes.length, at + 1 + random.nextInt(40));
    return switch (random.nextInt(6)) {
      case 0 -> replaced(bytes, at, Math.min(bytes.length, at + 1), noise(1));
      case 1 -> replaced(bytes, at, until, new byte[0]);
      case 2 -> replaced(bytes, at, at, noise(1 + random.nextInt(20)));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, until));
      default -> replaced(bytes, at, until, anyOf(HOSTILE_VALUES).getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Bytes of one entry, which is then packed with a checksum that fits; now and then any bytes. */
  byte[] zip(byte[] original) throws IOException {
    if (random.nextInt(4) == 0) {
      return bytes(original);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(original))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    String spoiled = anyOf(List.copyOf(entries.keySet()));
    entries.put(spoiled, headOrAnywhere(entries.get(spoiled)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** An array's header is short and its data are long: each is worth as many mutants. */
  private byte[] headOrAnywhere(byte[] array) {
    if (random.nextBoolean() || array.length < 128) {
      return bytes(array);
    }
    byte[] head = bytes(Arrays.copyOf(array, 128));
    return replaced(head, head.length, head.length, Arrays.copyOfRange(array, 128, array.length));
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(by);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private byte[] noise(int count) {
    byte[] noise = new byte[count];
    random.nextBytes(noise);
    return noise;
  }

  /** One value, key or entry of a JSON document; now and then bytes. */
  byte[] json(byte[] original) throws IOException {
    if (random.nextInt(4) == 0) {
      return bytes(original);
    }
    JsonNode root = JSON.readTree(original);
    List<Place> places = new ArrayList<>();
    collect(root, places);
    Place place = anyOf(places);
    String marker = "@@@";
    boolean rename = place.parent() instanceof ObjectNode && random.nextInt(8) == 0;
    if (random.nextInt(6) == 0) {
      place.remove();
      return JSON.writeValueAsBytes(root);
    }
    if (rename) {
      ObjectNode object = (ObjectNode) place.parent();
      object.set(place.key() + "_", object.remove(place.key()));
      return JSON.writeValueAsBytes(root);
    }
    place.set(marker);
    String text = JSON.writeValueAsString(root);
    return text.replace("\"" + marker + "\"", anyOf(HOSTILE_VALUES))
        .getBytes(StandardCharsets.UTF_8);
  }

  private record Place(JsonNode parent, String key, int index) {
    void set(String value) {
      if (parent instanceof ObjectNode object) {
        object.put(key, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(key);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }
  }

  /** The first entries of large objects are enough: a vocabulary's words are all alike. */
  private static void collect(JsonNode node, List<Place> places) {
    if (node instanceof ObjectNode object) {
      object.properties().stream()
          .limit(40)
          .forEach(
              field -> {
                places.add(new Place(object, field.getKey(), -1));
                collect(field.getValue(), places);
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < Math.min(8, array.size()); i++) {
        places.add(new Place(array, "", i));
        collect(array.get(i), places);
      }
    }
  }

  static String shown(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.length() <= 600 ? text : text.substring(0, 600) + "...";
  }
}
