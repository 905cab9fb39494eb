package org.aihf.llm.recipe;

import java.io.IOException;
import java.nio.file.Path;
import org.aihf.Checkpointable;
import org.aihf.Metrics;
import org.aihf.run.AtomicFiles;
import org.aihf.run.best.BestSoFar;
import org.aihf.run.resume.RunState;
import org.jspecify.annotations.Nullable;

/**
 * The units of a run's last phase (iterations; direct methods and {@code reward}: updates): where a
 * resumed run goes on, what happens after each, and when the run is over.
 *
 * <p>It is saved with the trainer, so that patience survives. Its order makes a resumed run equal
 * to one that was never stopped: a state is saved only when evaluation and exports of its unit are
 * done.
 */
final class Units implements Checkpointable {
  private final RunContext context;
  private final RunState.Phase phase;
  private final long all;
  private final RunRecorder recorder;
  private final String name;
  private final AtomicFiles.DirectoryContent content;
  private final BestSoFar best;
  private @Nullable Checkpointable trainer;
  private long done;

  /**
   * @param all units that the recipe asks for
   * @param name of what is trained among the run's checkpoints
   * @param content writes it there
   */
  Units(
      RunContext context,
      RunState.Phase phase,
      long all,
      RunRecorder recorder,
      String name,
      AtomicFiles.DirectoryContent content) {
    this.context = context;
    this.phase = phase;
    this.all = all;
    this.recorder = recorder;
    this.name = name;
    this.content = content;
    this.best = new BestSoFar(context.recipe().best(), context.checkpoint(name + "-best"), content);
  }

  /** Brings {@code trained} to where the run stood. Returns the units already done. */
  long begin(Checkpointable trained) {
    trainer = trained;
    done = context.state().resume(phase, this);
    if (done == 0) {
      best.hearEvaluation(0, recorder.evaluateFirst());
    }
    return done;
  }

  /** Whether there is another unit. */
  boolean goesOn() {
    return done < all && !best.isTimeToStop();
  }

  /**
   * After a unit.
   *
   * @param step updates so far
   * @param metrics of the unit
   * @throws org.aihf.run.resume.RunInterrupted if the run is to end here
   */
  void end(long unit, long step, Metrics metrics) {
    done = unit;
    // The last evaluation is on other prompts: only periodic ones compare.
    if (unit < all || context.recipe().best().ofEvaluations()) {
      best.hearEvaluation(step, recorder.evaluateIfDue(unit, step));
    }
    best.hearUnit(step, metrics);
    int every = context.recipe().engine().checkpointEvery();
    if (every > 0 && unit % every == 0) {
      context.export(name + "-" + unit, content);
    }
    context.state().afterUnit(phase, unit, this);
  }

  /** After the last unit: writes what was trained, and evaluates it. */
  Outcome finish(long step) {
    boolean stopped = done < all;
    if (stopped) {
      System.err.printf("aihf: stops after %d of %d: %s%n", done, all, best.reason());
    }
    context.export(name, content);
    context.run().update(best::describe);
    return new Outcome(recorder.evaluateLast(step), done, stopped);
  }

  @Override
  public void save(Path directory) throws IOException {
    trainer().save(directory);
    best.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    trainer().restore(directory);
    best.restore(directory);
  }

  private Checkpointable trainer() {
    if (trainer == null) {
      throw new IllegalStateException("the run has not begun");
    }
    return trainer;
  }
}
