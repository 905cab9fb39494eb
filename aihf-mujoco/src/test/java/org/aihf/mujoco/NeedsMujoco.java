package org.aihf.mujoco;

import org.aihf.UserError;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For tests that need the native library: where it is missing they fail in CI, with the sentence
 * that tells the remedy, and are skipped elsewhere.
 */
public final class NeedsMujoco implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    try {
      MujocoLibrary.get();
    } catch (UserError missing) {
      if (System.getenv("CI") != null) {
        throw missing;
      }
      Assumptions.abort(missing.getMessage());
    }
  }
}
