package org.aihf.examples.study;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aihf.run.Progress;

/** How far a study is: runs done, and how far the running ones say they are. */
final class StudyProgress implements AutoCloseable {
  /** What a run's own progress line begins with. */
  private static final Pattern PART = Pattern.compile("\\d+/\\d+(?= \\(\\d+ %\\))");

  private final Progress progress;
  private final Map<String, String> running = new TreeMap<>();

  /**
   * @param progress over runs; closed with this
   */
  StudyProgress(Progress progress) {
    this.progress = progress;
  }

  /** The last line of a run that goes on. */
  synchronized void hear(String run, String line) {
    Matcher part = PART.matcher(line);
    if (part.find()) {
      running.put(run, part.group());
      progress.message(
          running.entrySet().stream()
              .map(each -> each.getKey() + " " + each.getValue())
              .collect(Collectors.joining(", ")));
      progress.advance(0);
    }
  }

  synchronized void done(String run) {
    running.remove(run);
    progress.message(run + " is done");
    progress.advance(1);
  }

  @Override
  public void close() {
    progress.close();
  }
}
