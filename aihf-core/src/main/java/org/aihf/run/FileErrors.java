package org.aihf.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in one sentence that says what to do. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * @param verb "read" or "write"
   * @param file as the user named it
   */
  public static UserError cannot(String verb, Path file, IOException cause) {
    return new UserError("cannot %s %s: %s".formatted(verb, file, reason(file, cause)), cause);
  }

  private static String reason(Path file, IOException cause) {
    String culprit = culprit(file, cause);
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return culprit + "there is no such file; check the path";
    }
    if (cause instanceof AccessDeniedException) {
      return culprit + "permission denied; choose a place you may use or change its permissions";
    }
    String text = text(cause);
    if (cause instanceof FileAlreadyExistsException
        || cause instanceof NotDirectoryException
        || text.contains("Not a directory")) {
      return fileInTheWay(file) + " is a file, not a directory; choose another path";
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left")) {
      return "no space left on the disk; free some and run again (earlier files are untouched)";
    }
    if (lower.contains("quota exceeded")) {
      return "the disk quota is used up; free some space and run again (earlier files are untouched)";
    }
    if (lower.contains("read-only file system")) {
      return "the file system is read-only; choose another place";
    }
    return text;
  }

  private static Path fileInTheWay(Path path) {
    Path ancestor = path.toAbsolutePath().normalize();
    while (ancestor.getParent() != null && !Files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    return ancestor;
  }

  /** The file that the system complained about, where it is not the one the user named. */
  private static String culprit(Path file, IOException cause) {
    if (!(cause instanceof FileSystemException system) || system.getFile() == null) {
      return "";
    }
    Path named = file.toAbsolutePath().normalize();
    Path blamed = Path.of(system.getFile()).toAbsolutePath().normalize();
    boolean aside = blamed.getFileName() != null && blamed.toString().endsWith(".tmp");
    Path shown = aside ? blamed.getParent() : blamed;
    return shown == null || shown.equals(named) ? "" : shown + ": ";
  }

  private static String text(IOException cause) {
    @Nullable String reason =
        cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return reason == null || reason.isBlank() ? cause.getClass().getSimpleName() : reason;
  }
}
