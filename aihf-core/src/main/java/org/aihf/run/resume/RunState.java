package org.aihf.run.resume;

import java.util.function.BooleanSupplier;
import org.aihf.Checkpointable;
import org.aihf.UserError;
import org.aihf.run.RunDirectory;
import org.aihf.run.RunPosition;
import org.aihf.run.Stopwatch;
import org.jspecify.annotations.Nullable;

/**
 * When a run saves its state, and where a resumed one goes on.
 *
 * <p>A run is a sequence of {@link Phase}s, each of so many units (updates or iterations). A
 * trainer calls {@link #resume} before its first unit and {@link #afterUnit} after each.
 */
public final class RunState {
  /** In the order in which a run goes through them. */
  public enum Phase {
    /** A policy on demonstrations alone, before anything else; units are updates. */
    CLONING,
    /** The reward model on preferences alone; units are updates. */
    REWARD,
    /** A direct method; units are updates. */
    DIRECT,
    /** Policy alignment, and reward alignment in AIHF; units are iterations. */
    LOOP
  }

  private final RunDirectory run;
  private final CheckpointSection settings;
  private final BooleanSupplier interrupted;
  private final @Nullable RunPosition start;
  private Stopwatch sinceSave = Stopwatch.start();

  /**
   * @param interrupted whether the run is to save its state and end
   */
  public RunState(RunDirectory run, CheckpointSection settings, BooleanSupplier interrupted) {
    this.run = run;
    this.settings = settings;
    this.interrupted = interrupted;
    this.start = run.position();
  }

  /** Whether the run being resumed had finished {@code phase}. */
  public boolean isPast(Phase phase) {
    return start != null && phase(start).compareTo(phase) > 0;
  }

  private static Phase phase(RunPosition position) {
    try {
      return Phase.valueOf(position.phase());
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "the run's saved state is of a phase '%s' that this version does not know; begin anew with --overwrite"
              .formatted(position.phase()),
          e);
    }
  }

  /**
   * Brings the trainer of {@code phase} to where the run stood.
   *
   * @return units already done; 0 if the phase begins
   */
  public long resume(Phase phase, Checkpointable trainer) {
    if (start == null || phase(start) != phase) {
      return 0;
    }
    run.restoreState(trainer);
    return start.unit();
  }

  /**
   * Ends a run that is to end before its first phase with states: {@code --resume} begins it anew,
   * with the same bits.
   *
   * @param what is going on, such as "cloning"
   * @throws RunInterrupted if the run is to end here
   */
  public void endIfInterrupted(String what) {
    if (interrupted.getAsBoolean()) {
      end(
          "interrupted during %s, before any state was saved; --resume begins %s anew"
              .formatted(what, run.root()));
    }
  }

  private void end(String message) {
    run.interrupt();
    System.err.println("aihf: " + message);
    throw new RunInterrupted(message);
  }

  /**
   * Saves the state if it is time.
   *
   * @throws RunInterrupted if the run is to end here
   */
  public void afterUnit(Phase phase, long unit, Checkpointable trainer) {
    if (interrupted.getAsBoolean()) {
      run.saveState(phase.name(), unit, trainer);
      end("interrupted; %s holds the state, --resume goes on".formatted(run.root()));
    }
    if (settings.every() > 0
        && unit % settings.every() == 0
        && sinceSave.seconds() >= 60 * settings.minutes()) {
      run.saveState(phase.name(), unit, trainer);
      sinceSave = Stopwatch.start();
    }
  }
}
