package org.aihf.mujoco;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.NativeLibrary;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MuJoCo's error and warning handlers.
 *
 * <p>Left alone, MuJoCo answers an internal error by printing, waiting for a key and ending the
 * process, and appends every warning to MUJOCO_LOG.TXT in the working directory. Its error handler
 * must not return (the library goes on in a broken state) and nothing may be thrown through C, so
 * ours says what happened and halts the JVM. Warnings are kept per thread until the call that
 * caused them collects them.
 */
final class NativeMessages {
  private static final Logger LOG = LoggerFactory.getLogger(NativeMessages.class);
  private static final ThreadLocal<List<String>> WARNINGS = ThreadLocal.withInitial(ArrayList::new);

  /** Exit code after an error inside MuJoCo: a failure of ours, not of the user's. */
  static final int HALT_CODE = 1;

  interface Handler extends Callback {
    void invoke(String message);
  }

  // Strong references: JNA frees a callback's stub with the callback.
  private static final Handler ERROR = NativeMessages::halt;
  private static final Handler WARNING = NativeMessages::keep;

  private NativeMessages() {}

  static void install(NativeLibrary library) {
    library
        .getGlobalVariableAddress("mju_user_error")
        .setPointer(0, CallbackReference.getFunctionPointer(ERROR));
    library
        .getGlobalVariableAddress("mju_user_warning")
        .setPointer(0, CallbackReference.getFunctionPointer(WARNING));
  }

  /** The warnings of this thread's calls since the last time; usually empty. */
  static List<String> collectWarnings() {
    List<String> warnings = WARNINGS.get();
    if (warnings.isEmpty()) {
      return List.of();
    }
    List<String> collected = List.copyOf(warnings);
    warnings.clear();
    return collected;
  }

  private static void keep(String message) {
    try {
      WARNINGS.get().add(message.strip());
    } catch (RuntimeException e) {
      LOG.warn("a MuJoCo warning was lost", e);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // nothing may reach the C frame below
  private static void halt(String message) {
    try {
      String sentence =
          "MuJoCo stopped with an internal error and cannot continue: " + message.strip();
      System.err.println(sentence);
      System.err.flush();
      LOG.error(sentence);
    } catch (RuntimeException e) {
      e.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(HALT_CODE);
    }
  }
}
