package org.aihf.mujoco.recipe;

import java.io.IOException;
import java.nio.file.Path;
import org.aihf.Checkpointable;
import org.aihf.mujoco.sac.SacLearner;
import org.aihf.run.best.BestSection;
import org.aihf.run.best.BestSoFar;
import org.aihf.run.resume.RunState;

/**
 * The iterations of a run: where a resumed one goes on, what happens after each, and when the run
 * is over.
 *
 * <p>Saved with what learns, so that patience survives. Its order makes a resumed run equal to one
 * that was never stopped: a state is saved only when evaluation and exports of its iteration are
 * done.
 */
final class Iterations implements Checkpointable {
  private final ControlRun control;
  private final ControlRecorder recorder;
  private final Checkpointable learning;
  private final BestSoFar best;
  private final long all;
  private long done;

  /**
   * @param policy whose best is kept
   * @param learning everything that a state holds besides
   */
  Iterations(
      ControlRun control, ControlRecorder recorder, SacLearner policy, Checkpointable learning) {
    this.control = control;
    this.recorder = recorder;
    this.learning = learning;
    this.all = control.recipe().loop().iterations();
    this.best =
        new BestSoFar(
            control.recipe().best(), control.run().checkpoint("policy-best"), policy::save);
  }

  /** Brings what learns to where the run stood. Returns the iterations already done. */
  long begin() {
    sayWhoChooses();
    done = control.state().resume(RunState.Phase.LOOP, this);
    recorder.resumeAfter(done);
    return done;
  }

  private void sayWhoChooses() {
    BestSection section = control.recipe().best();
    if (section.isOn()
        && section.name().startsWith(ControlRecorder.TRUE_REWARD)
        && control.recipe().method() != ControlRecipe.Method.SAC) {
      System.err.printf(
          "aihf: 'best.metric' is %s, which %s does not learn from: the true return chooses the policy that is kept"
              + " and where the run stops; say so beside its figures%n",
          section.name(), control.recipe().method().label());
    }
  }

  /** Before the first iteration. */
  void evaluateFirst() {
    best.hearEvaluation(0, recorder.evaluate(0));
  }

  /** Whether there is another iteration. */
  boolean goesOn() {
    return done < all && !best.isTimeToStop();
  }

  /**
   * After an iteration.
   *
   * @throws org.aihf.run.resume.RunInterrupted if the run is to end here
   */
  void end(long iteration) throws IOException {
    done = iteration;
    best.hearEvaluation(recorder.steps(iteration), recorder.afterIteration(iteration, all));
    control.state().afterUnit(RunState.Phase.LOOP, iteration, this);
  }

  /** After the last iteration. */
  ControlOutcome finish() throws IOException {
    boolean stopped = done < all;
    if (stopped) {
      System.err.printf("aihf: stops after %d of %d iterations: %s%n", done, all, best.reason());
    }
    control.run().update(best::describe);
    return new ControlOutcome(
        recorder.finish(done, control.models().collected()), recorder.steps(done), stopped);
  }

  @Override
  public void save(Path directory) throws IOException {
    learning.save(directory);
    best.save(directory);
  }

  @Override
  public void restore(Path directory) throws IOException {
    learning.restore(directory);
    best.restore(directory);
  }
}
