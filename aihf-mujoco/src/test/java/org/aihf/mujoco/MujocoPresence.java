package org.aihf.mujoco;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whether the library is there that tests need: the one that the system property names (the build's
 * second execution names Debian's), else whatever is found. A missing one is skipped over with a
 * sentence that tells the remedy; in CI the newest version must be there.
 */
final class MujocoPresence implements ExecutionCondition {
  private static final boolean CI = System.getenv("CI") != null;
  private static boolean said;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String named = System.getProperty(LibraryLocator.PROPERTY);
    String missing = named == null ? missing() : missing(Path.of(named));
    if (missing == null) {
      return ConditionEvaluationResult.enabled("on " + MujocoLibrary.get().path());
    }
    if (CI && named == null) {
      throw new UserError(missing);
    }
    say("aihf: tests that need MuJoCo are skipped: " + missing);
    return ConditionEvaluationResult.disabled(missing);
  }

  private static @Nullable String missing() {
    try {
      MujocoLibrary library = MujocoLibrary.get();
      return CI && !library.version().equals(MujocoInstaller.DEFAULT_VERSION)
          ? "CI tests MuJoCo %s, but the newest here is %s: %s"
              .formatted(MujocoInstaller.DEFAULT_VERSION, library.path(), LibraryLocator.REMEDY)
          : null;
    } catch (UserError e) {
      return e.getMessage();
    }
  }

  /** A library that is there but does not load is no reason to skip. */
  private static @Nullable String missing(Path named) {
    return Files.exists(named)
        ? null
        : "%s does not exist; './aihf mujoco install %s' fetches it where it can be had"
            .formatted(named, named.getFileName());
  }

  private static synchronized void say(String sentence) {
    if (!said) {
      System.err.println(sentence);
      said = true;
    }
  }
}
