package org.aihf.mujoco.env;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;

/** Environments by Gymnasium's names, with the time limits that belong to them. */
public final class Environments {
  private interface Robot {
    Environment make(LocomotionSettings settings);
  }

  private record Entry(Robot robot, LocomotionSettings defaults) {}

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
  private static @Nullable RegisteredEnvironments registered;

  private Environments() {}

  private static synchronized RegisteredEnvironments registered() {
    if (registered == null) { // not while the class is loading: a user's mistake gets its sentence
      registered = RegisteredEnvironments.load(ROBOTS::containsKey);
    }
    return registered;
  }

  /**
   * A new environment inside its {@link TimeLimit}.
   *
   * @throws UserError when the name is unknown, or MuJoCo is needed and missing
   */
  public static Environment make(String name) {
    RegisteredEnvironments.Entry own = registered().entries().get(name);
    return own == null
        ? make(name, settings -> settings)
        : new TimeLimit(own.environment().get(), own.maxSteps());
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
            || !registered().add(name, new RegisteredEnvironments.Entry(environment, maxSteps));
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
    RegisteredEnvironments.Entry own = registered().entries().get(name);
    if (own == null && !ROBOTS.containsKey(name)) {
      throw unknown(name);
    }
    return own == null ? ROBOT_STEPS : own.maxSteps();
  }

  private static UserError unknown(String name) {
    Map<String, RegisteredEnvironments.Entry> own = registered().entries();
    if (own.containsKey(name)) {
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
            + new TreeSet<>(own.keySet())
            + "; one's own comes from a jar in AIHF_CLASSPATH, or Environments.register");
  }
}
