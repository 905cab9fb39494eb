package org.aihf.mujoco;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Checks an MJCF before native code sees it: whatever would make MuJoCo abort the process, exhaust
 * memory or the stack, or read outside the model's directory is refused with the line it stands on.
 * What MuJoCo itself refuses politely is left to it.
 */
final class MjcfCheck extends DefaultHandler {
  private static final long MAX_BYTES = 16 << 20;
  private static final int MAX_DEPTH = 100;
  private static final double MAX_SIZE = 1e6;
  private static final double MAX_MEMORY = 1 << 30;

  /** Attributes that make MuJoCo allocate, and the largest value let through. */
  private static final Map<String, Double> LIMITS =
      Map.ofEntries(
          Map.entry("njmax", 1e5),
          Map.entry("nconmax", 1e5),
          Map.entry("nstack", MAX_MEMORY / 8),
          Map.entry("nuserdata", MAX_SIZE),
          Map.entry("nkey", 1e4),
          Map.entry("nuser_body", 1e3),
          Map.entry("nuser_jnt", 1e3),
          Map.entry("nuser_geom", 1e3),
          Map.entry("nuser_site", 1e3),
          Map.entry("nuser_cam", 1e3),
          Map.entry("nuser_tendon", 1e3),
          Map.entry("nuser_actuator", 1e3),
          Map.entry("nuser_sensor", 1e3),
          Map.entry("nrow", 4096.0),
          Map.entry("ncol", 4096.0),
          Map.entry("width", 8192.0),
          Map.entry("height", 8192.0),
          Map.entry("count", 1e4),
          Map.entry("offwidth", 16384.0),
          Map.entry("offheight", 16384.0));

  private static final Set<String> PATHS = Set.of("file", "meshdir", "texturedir", "assetdir");

  /** The files open now, and all so far: two lines that double at each level are 2^n files. */
  private record Includes(Deque<Path> open, Set<Path> seen) {
    Includes() {
      this(new ArrayDeque<>(), new HashSet<>());
    }
  }

  private final String name;
  private final @Nullable Path directory;
  private final Includes includes;
  private @Nullable Locator locator;
  private int depth;

  private MjcfCheck(String name, @Nullable Path directory, Includes includes) {
    this.name = name;
    this.directory = directory;
    this.includes = includes;
  }

  /**
   * Checks a file and all it includes.
   *
   * @return its text
   * @throws UserError naming file, line and what is wrong
   */
  static String file(Path mjcf) {
    Path directory = mjcf.toAbsolutePath().normalize().getParent();
    return checkFile(mjcf.toAbsolutePath().normalize(), mjcf.toString(), directory, new Includes());
  }

  /**
   * Checks text that may refer to no file.
   *
   * @throws UserError naming line and what is wrong
   */
  static void text(String name, String mjcf) {
    parse(mjcf.getBytes(StandardCharsets.UTF_8), new MjcfCheck(name, null, new Includes()));
  }

  private static String checkFile(
      Path file, String name, @Nullable Path directory, Includes includes) {
    if (!Files.isRegularFile(file)) {
      throw new UserError("the model file " + name + " does not exist");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UserError(
            "the model file " + name + " is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      includes.open.push(file);
      includes.seen.add(file);
      byte[] mjcf = Files.readAllBytes(file);
      parse(mjcf, new MjcfCheck(name, directory, includes));
      includes.open.pop();
      return new String(mjcf, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserError("the model file " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void parse(byte[] mjcf, MjcfCheck check) {
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.newSAXParser().parse(new ByteArrayInputStream(mjcf), check);
    } catch (SAXException e) {
      throw new UserError(check.where() + " is not well-formed XML: " + e.getMessage(), e);
    } catch (IOException | ParserConfigurationException e) {
      throw new UserError(check.name + " cannot be parsed: " + e.getMessage(), e);
    }
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  @Override
  public void fatalError(org.xml.sax.SAXParseException e) throws SAXException {
    throw e; // without the parser's own line on standard error
  }

  @Override
  public void startElement(String uri, String localName, String element, Attributes attributes) {
    if (depth == 0
        && !element.equals("mujoco")
        && !(includes.open.size() > 1 && element.equals("mujocoinclude"))) {
      throw new UserError(
          where() + " has the root element <" + element + ">; an MJCF starts with <mujoco>");
    }
    if (++depth > MAX_DEPTH) {
      throw new UserError(where() + " nests elements deeper than " + MAX_DEPTH);
    }
    for (int i = 0; i < attributes.getLength(); i++) {
      String attribute = attributes.getQName(i);
      String value = attributes.getValue(i).strip();
      if (PATHS.contains(attribute) && !value.isEmpty()) {
        checkPath(element, attribute, value);
      }
      checkLimit(element, attribute, value);
    }
  }

  @Override
  public void endElement(String uri, String localName, String element) {
    depth--;
  }

  private void checkPath(String element, String attribute, String value) {
    String what = where() + ": <" + element + " " + attribute + "=\"" + value + "\">";
    if (directory == null) {
      throw new UserError(
          what + " refers to a file, which model text cannot; save it as a file and load that");
    }
    Path path = Path.of(value);
    Path resolved = directory.resolve(path).normalize();
    if (path.isAbsolute() || value.contains("\\") || !resolved.startsWith(directory)) {
      throw new UserError(
          what + " leads outside the model's directory; use a relative path below it");
    }
    if (element.equals("include")) {
      if (includes.open.contains(resolved)) {
        throw new UserError(what + " includes itself");
      }
      if (includes.seen.contains(resolved)) {
        throw new UserError(what + " is there already; MuJoCo takes each file once");
      }
      if (!Files.isRegularFile(resolved)) {
        throw new UserError(what + " does not exist (" + resolved + ")");
      }
      checkFile(resolved, resolved.toString(), directory, includes);
    }
  }

  private void checkLimit(String element, String attribute, String value) {
    if (element.equals("size") && attribute.equals("memory")) {
      checkMemory(value);
      return;
    }
    Double limit = LIMITS.get(attribute);
    if (limit == null) {
      return;
    }
    for (String number : value.split("\\s+")) {
      try {
        if (Math.abs(Double.parseDouble(number)) > limit) {
          throw new UserError(
              where()
                  + ": <"
                  + element
                  + " "
                  + attribute
                  + "=\""
                  + value
                  + "\"> is larger than "
                  + limit.longValue());
        }
      } catch (NumberFormatException e) {
        // Not a number: MuJoCo says so itself.
      }
    }
  }

  /** {@code memory} is a number with an optional suffix K, M, G, T, P or E. */
  private void checkMemory(String value) {
    String digits = value.replaceAll("[^0-9]", "");
    boolean huge = value.matches(".*[TPEtpe]\\s*") || digits.length() > 15;
    double scale =
        value.matches(".*[Gg]\\s*")
            ? 1 << 30
            : value.matches(".*[Mm]\\s*") ? 1 << 20 : value.matches(".*[Kk]\\s*") ? 1 << 10 : 1;
    if (huge || (!digits.isEmpty() && Double.parseDouble(digits) * scale > MAX_MEMORY)) {
      throw new UserError(where() + ": <size memory=\"" + value + "\"> is larger than 1G");
    }
  }

  private String where() {
    return name + (locator == null ? "" : " line " + locator.getLineNumber());
  }
}
