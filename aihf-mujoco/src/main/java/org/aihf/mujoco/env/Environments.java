package org.aihf.mujoco.env;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aihf.UserError;

/** Environments by Gymnasium's names, with the time limits that belong to them. */
public final class Environments {
  private interface Robot {
    Environment make(LocomotionSettings settings);
  }

  private record Entry(Robot robot, LocomotionSettings defaults) {}

  private record Registered(Supplier<Environment> environment, int maxSteps) {}

  private static final int ROBOT_STEPS = 1000;
  private static final Map<String, Entry> ROBOTS =
      new TreeMap<>(
          Map.of(
              "Hopper-v4", new Entry(s -> new Hopper(Version.V4, s), Hopper.DEFAULTS),
              "Hopper-v5", new Entry(s -> new Hopper(Version.V5, s), Hopper.DEFAULTS),
              "HalfCheetah-v4",
                  new Entry(s -> new HalfCheetah(Version.V4, s), HalfCheetah.DEFAULTS),
              "HalfCheetah-v5",
                  new Entry(s -> new HalfCheetah(Version.V5, s), HalfCheetah.DEFAULTS),
              "Walker2d-v4", new Entry(s -> new Walker2d(Version.V4, s), Walker2d.DEFAULTS),
              "Walker2d-v5", new Entry(s -> new Walker2d(Version.V5, s), Walker2d.DEFAULTS)));
  private static final Map<String, Registered> REGISTERED = registered();

  private Environments() {}

  private static Map<String, Registered> registered() {
    Map<String, Registered> registered = new ConcurrentHashMap<>();
    registered.put("Pendulum-v1", new Registered(Pendulum::new, 200));
    for (EnvironmentProvider own : ServiceLoader.load(EnvironmentProvider.class)) {
      registered.put(own.name(), new Registered(own::make, own.maxSteps()));
    }
    return registered;
  }

  /**
   * A new environment inside its {@link TimeLimit}.
   *
   * @throws UserError when the name is unknown, or MuJoCo is needed and missing
   */
  public static Environment make(String name) {
    Registered registered = REGISTERED.get(name);
    return registered == null
        ? make(name, settings -> settings)
        : new TimeLimit(registered.environment().get(), registered.maxSteps());
  }

  /**
   * One of the robots, with settings changed from its defaults: {@code make("Hopper-v5", s ->
   * s.withResetNoiseScale(0))}.
   *
   * @throws UserError when the name is not a robot's
   */
  public static Environment make(String name, UnaryOperator<LocomotionSettings> change) {
    Entry entry = ROBOTS.get(name);
    if (entry == null) {
      throw unknown(name);
    }
    return new TimeLimit(entry.robot().make(change.apply(entry.defaults())), ROBOT_STEPS);
  }

  /**
   * Makes {@link #make(String)} know an environment of one's own; an {@link EnvironmentProvider} on
   * the class path is known without.
   *
   * @throws IllegalArgumentException when the name is taken
   */
  public static void register(String name, int maxSteps, Supplier<Environment> environment) {
    boolean taken =
        ROBOTS.containsKey(name)
            || REGISTERED.putIfAbsent(name, new Registered(environment, maxSteps)) != null;
    if (taken) {
      throw new IllegalArgumentException("an environment called '" + name + "' exists already");
    }
  }

  /**
   * Steps after which episodes of {@link #make(String)} are truncated.
   *
   * @throws UserError when the name is unknown
   */
  public static int maxSteps(String name) {
    Registered registered = REGISTERED.get(name);
    if (registered == null && !ROBOTS.containsKey(name)) {
      throw unknown(name);
    }
    return registered == null ? ROBOT_STEPS : registered.maxSteps();
  }

  private static UserError unknown(String name) {
    if (REGISTERED.containsKey(name)) {
      return new UserError(
          "environment '"
              + name
              + "' has no robot's settings such as reset noise; only "
              + ROBOTS.keySet()
              + " have");
    }
    String older = name.replaceAll("-v[23]$", "-v4");
    if (ROBOTS.containsKey(older)) {
      return new UserError(
          "environment '" + name + "' is not offered; " + older + " has its rewards and endings");
    }
    return new UserError(
        "there is no environment '"
            + name
            + "'; known are "
            + ROBOTS.keySet()
            + " and "
            + new TreeMap<>(REGISTERED).keySet());
  }
}
