package org.aihf.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the figures come from: what differs between the groups, and every run's own record. */
final class RunDetails {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Set<String> NOT_A_DIFFERENCE = Set.of("seed", "group");

  private RunDetails() {}

  /** Keys of the configurations whose values are not the same in every group. */
  static String differences(List<Group> groups) {
    List<Map<String, String>> configs =
        groups.stream().map(group -> flat(group.runs().get(0).config())).toList();
    Set<String> keys = new LinkedHashSet<>();
    configs.forEach(config -> keys.addAll(config.keySet()));
    keys.removeAll(NOT_A_DIFFERENCE);
    keys.removeIf(
        key -> configs.stream().map(c -> c.getOrDefault(key, "")).distinct().count() == 1);
    if (keys.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table class=\"keys\"><thead><tr><th>key</th>");
    groups.forEach(group -> html.append("<th>").append(Html.escape(group.name())).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (String key : keys) {
      html.append("<tr><td><code>").append(Html.escape(key)).append("</code></td>");
      for (Map<String, String> config : configs) {
        html.append("<td>").append(Html.escape(config.getOrDefault(key, Numbers.NONE)));
        html.append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  static String runs(List<Group> groups) {
    StringBuilder html = new StringBuilder();
    for (Group group : groups) {
      for (Run run : group.runs()) {
        html.append("<details><summary>");
        html.append(Html.escape(group.name())).append(", seed ").append(run.seed());
        html.append(" <span class=\"quiet\">").append(Html.escape(run.status())).append(", ");
        html.append(Numbers.duration(run.seconds())).append("</span></summary><pre>");
        html.append(Html.escape(facts(run))).append("</pre>");
        if (!run.config().isBlank()) {
          html.append("<pre>").append(Html.escape(run.config().strip())).append("</pre>");
        }
        html.append("</details>");
      }
    }
    return html.toString();
  }

  private static String facts(Run run) {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("command", "started", "ended", "device", "threads")) {
      JsonNode value = run.manifest().path(name);
      if (!value.isMissingNode() && !value.asText().isEmpty()) {
        lines.add(name + ": " + value.asText());
      }
    }
    for (String name : List.of("versions", "data", "extra")) {
      run.manifest()
          .path(name)
          .fields()
          .forEachRemaining(
              field ->
                  lines.add("%s %s: %s".formatted(name, field.getKey(), text(field.getValue()))));
    }
    return String.join("\n", lines);
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private static Map<String, String> flat(String yaml) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      JsonNode root = YAML.readTree(yaml);
      if (root != null) {
        flatten("", root, values);
      }
    } catch (JsonProcessingException e) {
      values.put("(not valid YAML)", "");
    }
    return values;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  flatten(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      into));
    } else if (!path.isEmpty()) {
      into.put(path, node.isArray() ? node.toString() : node.asText());
    }
  }
}
