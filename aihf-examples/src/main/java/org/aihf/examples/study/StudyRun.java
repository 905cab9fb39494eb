package org.aihf.examples.study;

import java.nio.file.Path;
import org.aihf.run.AtomicFiles;
import org.aihf.run.RunOnDisk;

/**
 * One run of a study.
 *
 * @param member whose run it is
 * @param name {@code MEMBER-seed-S}: its directory
 * @param config the resolved recipe
 * @param output the study's directory
 */
public record StudyRun(String member, String name, String config, Path output) {
  Path directory() {
    return output.resolve(name);
  }

  /** What it is trained from. */
  Path recipeFile() {
    return output.resolve(name + ".yaml");
  }

  /** What it says meanwhile. */
  Path log() {
    return output.resolve(name + ".log");
  }

  /** Whether there is a run already, of this recipe or another. */
  public boolean exists() {
    return new RunOnDisk(directory()).config().isPresent();
  }

  boolean isFinished() {
    return new RunOnDisk(directory()).isOver(config);
  }

  void writeRecipe() {
    AtomicFiles.write(recipeFile(), config);
  }
}
