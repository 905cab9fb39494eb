package org.aihf.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** True returns of the data's classes beside the paper's: Table 1. */
final class DataQuality {
  private static final List<String> CLASSES =
      List.of("non_preferred", "preferred", "compared", "demonstrations");

  private DataQuality() {}

  static String caption() {
    return "True returns of the episodes that runs learned from, \u00b1 one standard deviation over episodes."
        + " The paper does not say how many episodes stand behind its figures.";
  }

  static String draw(String environment, List<Group> groups) {
    Map<JsonNode, Set<String>> data = new LinkedHashMap<>();
    for (Group group : groups) {
      for (Run run : group.runs()) {
        JsonNode quality = run.manifest().path("extra").path("data_quality");
        if (quality.isObject()) {
          data.computeIfAbsent(quality, q -> new LinkedHashSet<>()).add(group.name());
        }
      }
    }
    if (data.isEmpty()) {
      return "";
    }
    List<String> classes =
        CLASSES.stream().filter(c -> data.keySet().stream().anyMatch(q -> q.has(c))).toList();
    StringBuilder html =
        new StringBuilder("<div class=\"scroll\"><table><thead><tr><th>true return</th>");
    classes.forEach(
        c -> html.append("<th class=\"n\">").append(c.replace('_', '-')).append("</th>"));
    html.append("</tr></thead><tbody>");
    data.forEach(
        (quality, users) -> {
          String name =
              data.size() == 1
                  ? environment
                  : environment + ", data of " + String.join(", ", users);
          row(html, name, quality, classes);
        });
    data.keySet().stream()
        .map(quality -> quality.path("paper"))
        .filter(JsonNode::isObject)
        .collect(Collectors.toCollection(LinkedHashSet::new))
        .forEach(
            paper ->
                row(
                    html,
                    paper.path("environment").asText() + " in the paper (Table 1)",
                    paper,
                    classes));
    return html.append("</tbody></table></div>").toString();
  }

  private static void row(StringBuilder html, String name, JsonNode quality, List<String> classes) {
    html.append("<tr><td>").append(Html.escape(name)).append("</td>");
    for (String c : classes) {
      JsonNode cell = quality.path(c);
      html.append("<td class=\"n\">");
      html.append(Numbers.figure(cell.path("mean").asDouble(Double.NaN)));
      if (cell.has("std")) {
        html.append(" \u00b1 ").append(Numbers.figure(cell.path("std").asDouble(Double.NaN)));
      }
      if (cell.has("episodes")) {
        html.append("<br><span class=\"who\">")
            .append(Numbers.count(cell.path("episodes").asDouble()));
        html.append(" episodes</span>");
      }
      html.append("</td>");
    }
    html.append("</tr>");
  }
}
