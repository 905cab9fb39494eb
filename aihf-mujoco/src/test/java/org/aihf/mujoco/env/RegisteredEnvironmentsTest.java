package org.aihf.mujoco.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user's jar on the class path may get wrong. */
class RegisteredEnvironmentsTest {
  /** As a jar would have it. */
  public static class OwnProvider implements EnvironmentProvider {
    @Override
    public String name() {
      return "OwnPendulum-v0";
    }

    @Override
    public int maxSteps() {
      return 7;
    }

    @Override
    public Environment make() {
      return new Pendulum();
    }
  }

  /** Would quietly replace ours. */
  public static final class ReplacingProvider extends OwnProvider {
    @Override
    public String name() {
      return "Pendulum-v1";
    }
  }

  @TempDir Path jar;

  private RegisteredEnvironments load(String provider) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(EnvironmentProvider.class.getName()), provider + "\n");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return RegisteredEnvironments.load(name -> name.equals("Hopper-v5"));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aProviderOnTheClassPathIsKnownByItsName() throws IOException {
    RegisteredEnvironments.Entry own =
        load(OwnProvider.class.getName()).entries().get("OwnPendulum-v0");
    assertThat(own.maxSteps()).isEqualTo(7);
    assertThat(own.environment().get()).isInstanceOf(Pendulum.class);
  }

  @Test
  void aProviderThatCannotBeUsedIsASentence() {
    assertThatThrownBy(() -> load("no.such.Provider"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "the class path (AIHF_CLASSPATH) names an environment that cannot be used: Provider no.such.Provider not found");
  }

  @Test
  void aNameThatIsTakenIsNotReplaced() {
    assertThatThrownBy(() -> load(ReplacingProvider.class.getName()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("ReplacingProvider, whose environment 'Pendulum-v1' has a name");
  }
}
