package org.aihf.mujoco.env;

import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aihf.UserError;

/**
 * Environments besides the robots: ours in plain Java, and those of {@link EnvironmentProvider}s.
 */
final class RegisteredEnvironments {
  /** How one is made, and after how many steps it is truncated. */
  record Entry(Supplier<Environment> environment, int maxSteps) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Those on the class path.
   *
   * @param taken names that nobody may give
   * @throws UserError when a provider cannot be used, or its name is taken
   */
  static RegisteredEnvironments load(Predicate<String> taken) {
    RegisteredEnvironments loaded = new RegisteredEnvironments();
    loaded.add("Pendulum-v1", new Entry(Pendulum::new, 200));
    try {
      for (EnvironmentProvider own : ServiceLoader.load(EnvironmentProvider.class)) {
        String name = own.name();
        if (taken.test(name) || !loaded.add(name, new Entry(own::make, own.maxSteps()))) {
          throw new UserError(
              "the class path (AIHF_CLASSPATH) has %s, whose environment '%s' has a name that is taken; give it another"
                  .formatted(own.getClass().getName(), name));
        }
      }
    } catch (ServiceConfigurationError e) {
      String reason = String.valueOf(e.getMessage());
      throw new UserError(
          "the class path (AIHF_CLASSPATH) names an environment that cannot be used: %s"
              .formatted(reason.replaceFirst("^" + EnvironmentProvider.class.getName() + ": ", "")),
          e);
    }
    return loaded;
  }

  /** False when the name is taken. */
  boolean add(String name, Entry entry) {
    return entries.putIfAbsent(name, entry) == null;
  }

  Map<String, Entry> entries() {
    return entries;
  }
}
