package org.aihf.mujoco.env;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.aihf.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * Several environments stepped together on a few threads. Each has its own seed and is touched by
 * one thread at a time, so results are those of stepping them one after another, bit for bit. An
 * environment whose episode ended is reset in the same call (Gymnasium's {@code
 * AutoresetMode.SAME_STEP}): {@link VectorStep} then has both the last observation and the next
 * start.
 */
public final class VectorEnvironment implements AutoCloseable {
  private final List<Environment> environments;
  private final int threads;
  private final ExecutorService workers;

  /**
   * @param environments of the same spaces; closed with this
   * @param threads at least 1; the caller's thread is one of them
   * @throws IllegalArgumentException when there are none, or their spaces differ
   */
  public VectorEnvironment(List<Environment> environments, int threads) {
    if (environments.isEmpty() || threads < 1) {
      throw new IllegalArgumentException(
          environments.size() + " environments on " + threads + " threads");
    }
    Environment first = environments.get(0);
    for (Environment each : environments) {
      if (!each.observationSpace().equals(first.observationSpace())
          || !each.actionSpace().equals(first.actionSpace())) {
        throw new IllegalArgumentException("environments of a vector must have the same spaces");
      }
    }
    this.environments = List.copyOf(environments);
    this.threads = Math.min(threads, environments.size());
    workers =
        Executors.newFixedThreadPool(
            Math.max(1, this.threads - 1),
            task -> {
              Thread thread = new Thread(task, "aihf-environment");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** {@code count} environments of a kind. */
  public static VectorEnvironment of(int count, int threads, Supplier<Environment> environment) {
    List<Environment> environments = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        environments.add(environment.get());
      }
      return new VectorEnvironment(environments, threads);
    } catch (RuntimeException e) {
      environments.forEach(Environment::close);
      throw e;
    }
  }

  public int size() {
    return environments.size();
  }

  public Box observationSpace() {
    return environments.get(0).observationSpace();
  }

  public Box actionSpace() {
    return environments.get(0).actionSpace();
  }

  /** Starts an episode everywhere, each environment with its own seed derived from this one. */
  public double[][] reset(long seed) {
    RandomStream root = RandomStream.of(seed);
    double[][] observations = new double[size()][];
    forEach(
        i ->
            observations[i] =
                environments.get(i).reset(root.split("environment", i).nextLong()).observation());
    return observations;
  }

  /**
   * One step everywhere.
   *
   * @param actions one a environment
   */
  public VectorStep step(double[][] actions) {
    int n = size();
    if (actions.length != n) {
      throw new IllegalArgumentException(actions.length + " actions for " + n + " environments");
    }
    VectorStep result =
        new VectorStep(
            new double[n][],
            new double[n],
            new boolean[n],
            new boolean[n],
            new double[n][],
            new Info[n]);
    forEach(i -> step(i, actions[i], result));
    return result;
  }

  private void step(int i, double[] action, VectorStep result) {
    Environment environment = environments.get(i);
    Step step = environment.step(action);
    result.rewards()[i] = step.reward();
    result.terminated()[i] = step.terminated();
    result.truncated()[i] = step.truncated();
    result.infos()[i] = step.info();
    if (step.done()) {
      result.finalObservations()[i] = step.observation();
      result.observations()[i] = environment.reset().observation();
    } else {
      result.observations()[i] = step.observation();
    }
  }

  /** Environment i belongs to thread i mod threads; the last share runs here. */
  private void forEach(IntConsumer body) {
    List<Future<?>> shares = new ArrayList<>();
    for (int t = 1; t < threads; t++) {
      int first = t;
      shares.add(workers.submit(() -> share(first, body)));
    }
    RuntimeException failure = null;
    try {
      share(0, body);
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> each : shares) {
      Throwable theirs = failureOf(each);
      if (theirs != null) {
        failure =
            theirs instanceof RuntimeException cause ? cause : new IllegalStateException(theirs);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits to the end, interrupted or not: nobody may still touch an environment afterwards. */
  private static @Nullable Throwable failureOf(Future<?> share) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          share.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true; // a step is short: the caller learns of it afterwards
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void share(int first, IntConsumer body) {
    for (int i = first; i < size(); i += threads) {
      body.accept(i);
    }
  }

  @Override
  public void close() {
    workers.shutdown();
    environments.forEach(Environment::close);
  }
}
