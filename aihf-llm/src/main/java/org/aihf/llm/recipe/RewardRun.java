package org.aihf.llm.recipe;

import java.util.List;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.train.RewardTrainer;
import org.aihf.run.Progress;
import org.aihf.run.resume.RunState;

/**
 * A reward model of preferences (eq. 8): a method of its own, and what RLHF and AIHF begin with.
 */
record RewardRun(RunContext context) {
  Outcome execute() {
    RunModels models = context.models();
    RunModels.RewardPart part = models.reward(context.random().split("reward"));
    CausalLm reference = models.reference();
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(reference, reference, models.tokenizer(), part.model());
    int steps = context.recipe().reward().pretrainingSteps();
    try (RunRecorder recorder = context.recorder("Reward model", steps, subjects)) {
      RewardTrainer trainer = trainer(part, context.data().preferences());
      Units units =
          new Units(
              context, RunState.Phase.REWARD, steps, recorder, "reward", RunContext.exported(part));
      long step = units.begin(trainer);
      while (units.goesOn()) {
        Metrics update = trainer.step();
        Metrics metrics = update.with("loss", update.get("loss/reward"));
        recorder.step(++step, metrics);
        units.end(step, step, metrics);
      }
      return units.finish(step);
    }
  }

  /** The warm start of a run whose policy is aligned afterwards. */
  void pretrain(
      RunModels.RewardPart part, List<Preference<Completion>> preferences, RunRecorder recorder) {
    int steps = context.recipe().reward().pretrainingSteps();
    if (steps == 0) {
      return;
    }
    RewardTrainer trainer = trainer(part, preferences);
    long done = context.state().resume(RunState.Phase.REWARD, trainer);
    try (Progress progress = Progress.start("reward model", steps)) {
      progress.resumeAfter(done);
      for (long step = done + 1; step <= steps; step++) {
        Metrics metrics = trainer.step();
        recorder.pretraining(step, metrics);
        progress.message("accuracy %.2f".formatted(metrics.get("rewards/accuracies")));
        progress.advance(1);
        context.state().afterUnit(RunState.Phase.REWARD, step, trainer);
      }
    }
  }

  private RewardTrainer trainer(
      RunModels.RewardPart part, List<Preference<Completion>> preferences) {
    RewardSection section = context.recipe().reward();
    return new RewardTrainer(
        part.model(),
        preferences,
        section.preferenceBatch(),
        section.objective(0),
        context.random());
  }
}
