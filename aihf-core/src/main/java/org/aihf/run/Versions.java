package org.aihf.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Versions of what runs. */
public final class Versions {
  private Versions() {}

  /** AIHF's own version. */
  public static String aihf() {
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("aihf", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** AIHF, Java and the operating system. */
  public static Map<String, String> ofThisProcess() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("aihf", aihf());
    versions.put("java", Runtime.version().toString());
    versions.put(
        "os",
        "%s %s %s".formatted(property("os.name"), property("os.version"), property("os.arch")));
    return versions;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
