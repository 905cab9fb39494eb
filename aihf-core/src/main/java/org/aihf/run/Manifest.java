package org.aihf.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/**
 * Where a run came from, enough to repeat it: {@code manifest.json}.
 *
 * @param method what was run, such as "aihf"; the report compares methods
 * @param group rows of the report with one group are seeds of one thing; usually the method and
 *     what tells it apart ("AIHF from base")
 * @param seed root of all randomness of the run
 * @param command the command line, or the class that ran
 * @param versions name to version: AIHF, Java, engine, ...
 * @param device such as "cpu"
 * @param threads of the engine
 * @param data file to SHA-256 of its content
 * @param extra anything else worth knowing: {@code policy_steps}, {@code samples_drawn}, ...
 * @param status how the run ended
 * @param started ISO 8601, UTC
 * @param ended ISO 8601, UTC; null while running
 * @param seconds wall time of the run so far, all sittings together
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    String method,
    String group,
    long seed,
    String command,
    Map<String, String> versions,
    String device,
    int threads,
    Map<String, String> data,
    Map<String, Object> extra,
    Status status,
    String started,
    @Nullable String ended,
    double seconds) {

  /**
   * How a run stands. One that was killed is still {@code running} in its manifest; {@link
   * RunOnDisk#status} tells it from one that runs.
   */
  public enum Status {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("finished")
    FINISHED,
    /** Ended early, on purpose: by a listener. */
    @JsonProperty("stopped")
    STOPPED,
    /** Ended from outside: Ctrl-C, SIGTERM or a kill. */
    @JsonProperty("interrupted")
    INTERRUPTED,
    @JsonProperty("failed")
    FAILED;

    /** The name in {@code manifest.json}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Manifest {
    if (status == null) {
      throw new IllegalArgumentException("'status' is missing");
    }
    versions = ordered(versions);
    data = ordered(data);
    extra = ordered(extra);
  }

  private static <V> Map<String, V> ordered(@Nullable Map<String, V> map) {
    return Collections.unmodifiableMap(
        map == null ? new LinkedHashMap<>() : new LinkedHashMap<>(map));
  }

  /** Of a run that begins now on this machine. */
  public static Manifest of(String method, String group, long seed) {
    return new Manifest(
        method,
        group,
        seed,
        CommandLineText.ofThisProcess(),
        Versions.ofThisProcess(),
        "cpu",
        Runtime.getRuntime().availableProcessors(),
        Map.of(),
        Map.of(),
        Status.RUNNING,
        Instant.now().toString(),
        null,
        0);
  }

  /**
   * The manifest of a sitting that continues the run of {@code before}.
   *
   * @throws UserError if a data file is not the one the run began with
   */
  Manifest continuing(Manifest before) {
    for (Map.Entry<String, String> file : data.entrySet()) {
      String hash = before.data.get(file.getKey());
      if (hash != null && !hash.equals(file.getValue())) {
        throw new UserError(
            "cannot resume: %s has changed since the run began; put the old file back or begin anew with --overwrite"
                .formatted(file.getKey()));
      }
    }
    int resumed = before.extra.get("resumed") instanceof Integer times ? times : 0;
    Map<String, Object> facts = new LinkedHashMap<>(before.extra);
    facts.put("resumed", resumed + 1);
    return new Manifest(
        method,
        group,
        seed,
        command,
        versions,
        device,
        threads,
        data,
        facts,
        status,
        before.started,
        ended,
        seconds);
  }

  /** With the engine's version, device and number of threads. */
  public Manifest engine(Map<String, String> engineVersions, String on, int engineThreads) {
    Map<String, String> all = new LinkedHashMap<>(versions);
    all.putAll(engineVersions);
    return new Manifest(
        method,
        group,
        seed,
        command,
        all,
        on,
        engineThreads,
        data,
        extra,
        status,
        started,
        ended,
        seconds);
  }

  /** With the SHA-256 of each data file. */
  public Manifest data(List<Path> files) {
    Map<String, String> hashes = new LinkedHashMap<>(data);
    files.forEach(file -> hashes.put(file.toString(), Sha256.of(file)));
    return new Manifest(
        method, group, seed, command, versions, device, threads, hashes, extra, status, started,
        ended, seconds);
  }

  /** With one more fact; an earlier value of that name is replaced. */
  public Manifest extra(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(extra);
    all.put(name, value);
    return new Manifest(
        method, group, seed, command, versions, device, threads, data, all, status, started, ended,
        seconds);
  }

  Manifest at(Status now, double wallSeconds) {
    String end = now == Status.RUNNING ? null : Instant.now().toString();
    double rounded = Math.round(wallSeconds * 1000) / 1000.0;
    return new Manifest(
        method, group, seed, command, versions, device, threads, data, extra, now, started, end,
        rounded);
  }
}
