package org.aihf.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aihf.UserError;
import org.aihf.mujoco.recipe.EpisodeReturn;
import org.aihf.run.FileErrors;
import org.aihf.run.RunDirectory;
import org.aihf.run.Sample;

/** Reads run directories. */
final class RunFiles {
  private static final int DEEPEST = 4;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private RunFiles() {}

  /**
   * All runs at or below the given places, in the order in which they were started.
   *
   * @throws UserError if a place holds none, or a file of a run cannot be read
   */
  static List<Run> find(List<Path> places) {
    List<Run> runs = new ArrayList<>();
    for (Path place : places) {
      List<Path> manifests = manifests(place);
      if (manifests.isEmpty()) {
        throw new UserError(
            "%s holds no run: neither it nor a directory in it has a %s"
                .formatted(place, RunDirectory.MANIFEST));
      }
      manifests.forEach(manifest -> runs.add(read(manifest.toAbsolutePath().getParent())));
    }
    runs.sort(Comparator.comparing(Run::started));
    return runs;
  }

  private static List<Path> manifests(Path place) {
    if (!Files.isDirectory(place)) {
      throw new UserError(
          Files.exists(place)
              ? "%s is a file; give a run directory".formatted(place)
              : "cannot read %s: there is no such directory; check the path".formatted(place));
    }
    try (Stream<Path> files = Files.walk(place, DEEPEST)) {
      return files
          .filter(file -> file.getFileName().toString().equals(RunDirectory.MANIFEST))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw FileErrors.cannot("read", place, e);
    }
  }

  private static Run read(Path directory) {
    Path manifest = directory.resolve(RunDirectory.MANIFEST);
    Path config = directory.resolve(RunDirectory.CONFIG);
    try {
      JsonNode root = JSON.readTree(manifest.toFile());
      if (!root.isObject()) {
        throw new UserError(manifest + ": must be a JSON object");
      }
      return new Run(
          directory,
          root,
          rows(directory.resolve(RunDirectory.METRICS)).stream().map(RunFiles::metricRow).toList(),
          samples(directory.resolve(RunDirectory.EVALUATION)),
          returns(directory.resolve(RunDirectory.RETURNS)),
          Files.exists(config) ? Files.readString(config) : "");
    } catch (JsonProcessingException e) {
      throw new UserError(manifest + ": not valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", manifest, e);
    }
  }

  /** Every line of a file; a last one without a line end was cut short by a kill. */
  private static List<JsonNode> rows(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<JsonNode> rows = new ArrayList<>();
    try {
      String text = Files.readString(file);
      int number = 0;
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        number++;
        try {
          rows.add(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          throw new UserError("%s line %d: not valid JSON".formatted(file, number), e);
        }
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    return rows;
  }

  private static MetricRow metricRow(JsonNode row) {
    Map<String, Double> values = new LinkedHashMap<>();
    row.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNumber()) {
                values.put(field.getKey(), field.getValue().asDouble());
              }
            });
    return new MetricRow(row.path("step").asLong(), row.path("time").asDouble(), values);
  }

  private static List<EpisodeReturn> returns(Path file) {
    return Files.exists(file) ? EpisodeReturn.read(file) : List.of();
  }

  private static List<Sample> samples(Path file) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode row : rows(file)) {
      try {
        samples.add(JSON.treeToValue(row, Sample.class));
      } catch (JsonProcessingException e) {
        throw new UserError(
            "%s line %d: must be {prompt, completion, true_reward, learned_reward, kl}"
                .formatted(file, samples.size() + 1),
            e);
      }
    }
    return samples;
  }
}
