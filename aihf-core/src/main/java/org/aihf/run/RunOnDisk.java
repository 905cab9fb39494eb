package org.aihf.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aihf.Metrics;
import org.aihf.UserError;

/**
 * What a run left, or has written so far, as a reader sees it; {@link RunDirectory} writes it.
 *
 * @param root the run's directory; there need not be a run
 */
public record RunOnDisk(Path root) {

  /** The resolved recipe; empty if there is no run. */
  public Optional<String> config() {
    Path file = root.resolve(RunDirectory.CONFIG);
    try {
      return Files.exists(root.resolve(RunDirectory.MANIFEST)) && Files.exists(file)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /**
   * How the run stands, as {@link Manifest.Status#label} says it; one that was killed is
   * interrupted, not running.
   *
   * @throws UserError if there is no readable manifest
   */
  public String status() {
    Path file = root.resolve(RunDirectory.MANIFEST);
    try {
      return status(Json.MAPPER.readTree(file.toFile()).path("status").asText("unknown"));
    } catch (JsonProcessingException e) {
      throw new UserError("%s is not valid JSON: no run's manifest".formatted(file), e);
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
  }

  /** As {@link #status()}, where the manifest has been read and says {@code written}. */
  public String status(String written) {
    return written.equals(Manifest.Status.RUNNING.label()) && !RunLock.isHeld(root)
        ? Manifest.Status.INTERRUPTED.label()
        : written;
  }

  /** Whether there is a run that did all it was asked, or stopped because it was asked to. */
  public boolean isOver() {
    return config().isPresent()
        && List.of(Manifest.Status.FINISHED.label(), Manifest.Status.STOPPED.label())
            .contains(status());
  }

  /** Whether there is a run of exactly this resolved recipe, over or not. */
  public boolean isOf(String config) {
    return config().filter(config::equals).isPresent();
  }

  /** Whether there is a run of exactly this resolved recipe, and it is over. */
  public boolean isOver(String config) {
    return isOf(config) && isOver();
  }

  /** The last row of {@code metrics.jsonl} that has {@code name}, or nothing. */
  public Metrics lastMetrics(String name) {
    Path file = root.resolve(RunDirectory.METRICS);
    Metrics last = Metrics.empty();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line :
          (Iterable<String>) lines.filter(row -> row.contains('"' + name + '"'))::iterator) {
        Map<String, Double> values = new LinkedHashMap<>();
        Json.MAPPER
            .readTree(line)
            .properties()
            .forEach(field -> values.put(field.getKey(), field.getValue().asDouble()));
        last = new Metrics(values);
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    return last;
  }

  /**
   * The final evaluation, as {@link RunDirectory#evaluation} wrote it.
   *
   * @throws UserError if the run has none
   */
  public List<Sample> evaluation() {
    Path file = root.resolve(RunDirectory.EVALUATION);
    List<Sample> samples = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        samples.add(Json.MAPPER.readValue(line, Sample.class));
      }
    } catch (IOException e) {
      throw FileErrors.cannot("read", file, e);
    }
    return samples;
  }
}
