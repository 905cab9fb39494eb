package org.aihf.mujoco.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aihf.random.RandomStream;

/**
 * Looks for the usual mistakes in an environment: wrong shapes, numbers that are not finite,
 * results that differ under the same seed, arrays handed out and written to later, checks left out.
 */
public final class EnvironmentChecker {
  private static final int STEPS = 200;

  private final Environment environment;
  private final List<String> problems = new ArrayList<>();

  private EnvironmentChecker(Environment environment) {
    this.environment = environment;
  }

  /**
   * Runs a few hundred random steps.
   *
   * @param environment not reset before; usable afterwards
   * @return what is wrong, a sentence each; empty for a sound environment
   */
  public static List<String> check(Environment environment) {
    EnvironmentChecker checker = new EnvironmentChecker(environment);
    checker.stepBeforeReset();
    checker.badActions();
    List<Step> first = checker.rollout(1);
    List<Step> second = checker.rollout(1);
    if (!same(first, second)) {
      checker.problems.add("two rollouts with the same seed and actions differ");
    }
    checker.snapshot();
    return checker.problems.stream().distinct().toList();
  }

  private double[] randomAction(RandomStream random) {
    Box space = environment.actionSpace();
    if (space.isBounded()) {
      return space.sample(random);
    }
    double[] action = new double[space.dimension()];
    Arrays.setAll(action, i -> random.nextGaussian());
    return action;
  }

  private void stepBeforeReset() {
    try {
      environment.step(new double[environment.actionSpace().dimension()]);
      problems.add("step() before the first reset(seed) is not refused with IllegalStateException");
    } catch (IllegalStateException expected) {
      // as it should be
    }
  }

  private void badActions() {
    environment.reset(0);
    int n = environment.actionSpace().dimension();
    double[] notFinite = new double[n];
    notFinite[n - 1] = Double.NaN;
    for (double[] bad : new double[][] {new double[n + 1], notFinite}) {
      try {
        environment.step(bad);
        problems.add(
            "the action " + Arrays.toString(bad) + " is not refused with IllegalArgumentException");
      } catch (IllegalArgumentException expected) {
        // as it should be
      }
    }
  }

  private List<Step> rollout(long seed) {
    RandomStream actions = RandomStream.of(seed).split("checker");
    double[] observation = environment.reset(seed).observation();
    observation("reset()", observation);
    List<Step> steps = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      double[] held = observation;
      double[] before = held.clone();
      double[] action = randomAction(actions);
      double[] given = action.clone();
      Step step = environment.step(action);
      if (!Arrays.equals(action, given)) {
        problems.add("step() changed the action array it was given");
      }
      if (!Arrays.equals(held, before)) {
        problems.add("step() changed an observation array handed out before");
      }
      observation("step()", step.observation());
      if (!Double.isFinite(step.reward())) {
        problems.add("step() gave the reward " + step.reward());
      }
      observation = step.observation();
      steps.add(step.withObservation(observation.clone()));
      if (step.done()) {
        observation = environment.reset().observation();
        observation("reset()", observation);
      } else if (t % 2 == 1) {
        Arrays.fill(observation, 1e9); // the caller's own: must not be the environment's memory
      }
    }
    return steps;
  }

  private void observation(String where, double[] observation) {
    Box space = environment.observationSpace();
    if (observation.length != space.dimension()) {
      problems.add(
          where
              + " observed "
              + observation.length
              + " numbers; the observation space has "
              + space.dimension());
    } else if (!Arrays.stream(observation).allMatch(Double::isFinite)) {
      problems.add(
          where + " observed a number that is not finite: " + Arrays.toString(observation));
    } else if (!space.contains(observation)) {
      problems.add(where + " observed " + Arrays.toString(observation) + ", outside " + space);
    }
  }

  private void snapshot() {
    RandomStream actions = RandomStream.of(2).split("checker");
    environment.reset(2);
    double[] action = randomAction(actions);
    environment.step(action);
    double[] snapshot;
    try {
      snapshot = environment.snapshot();
    } catch (UnsupportedOperationException e) {
      return; // optional
    }
    Step after = environment.step(action);
    double[] next = environment.reset().observation();
    environment.restore(snapshot);
    Step again = environment.step(action);
    if (!same(List.of(after), List.of(again))
        || !Arrays.equals(next, environment.reset().observation())) {
      problems.add("restore(snapshot()) does not continue as the environment did itself");
    }
  }

  private static boolean same(List<Step> a, List<Step> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      Step x = a.get(i);
      Step y = b.get(i);
      if (!Arrays.equals(x.observation(), y.observation())
          || Double.compare(x.reward(), y.reward()) != 0
          || x.terminated() != y.terminated()
          || x.truncated() != y.truncated()
          || !x.info().equals(y.info())) {
        return false;
      }
    }
    return true;
  }
}
