package org.aihf.llm.recipe;

import java.util.ArrayList;
import java.util.List;
import org.aihf.Aihf;
import org.aihf.AihfConfig;
import org.aihf.AihfListener;
import org.aihf.Metrics;
import org.aihf.data.Preference;
import org.aihf.llm.Completion;
import org.aihf.llm.CompletionSampler;
import org.aihf.llm.model.CausalLm;
import org.aihf.run.resume.RunState;

/**
 * A learned reward and a policy: RLHF (eq. 12) trains one, then the other; AIHF (Algorithm 1) goes
 * on with both.
 */
record JointRun(RunContext context) {
  Outcome execute() {
    TrainRecipe recipe = context.recipe();
    RunModels models = context.models();
    RunModels.RewardPart part = models.reward(context.random().split("reward"));
    CausalLm reference = models.reference();
    CausalLm model = models.policy(recipe.policy().optimizer());
    models.requireCriticFits(model, part);
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(model, reference, models.tokenizer(), part.model());
    try (RunRecorder recorder =
        context.recorder(recipe.method().label(), recipe.policyUpdates(), subjects)) {
      if (!context.state().isPast(RunState.Phase.REWARD)) {
        new RewardRun(context).pretrain(part, rewardPreferences(reference), recorder);
      }
      Units units =
          new Units(
              context,
              RunState.Phase.LOOP,
              recipe.loop().iterations(),
              recorder,
              "policy",
              context.exported(model));
      Loop loop = new Loop(recorder, units);
      Aihf<Completion> aihf =
          Aihf.builder(context.policy(model, reference, models.critic(model, part)), part.model())
              .config(config())
              .demonstrations(context.data().demonstrations())
              .preferences(context.data().preferences())
              .listener(loop)
              .build();
      loop.updates = units.begin(aihf) * recipe.loop().policySteps();
      if (units.goesOn()) {
        aihf.run();
      }
      context.export("reward", RunContext.exported(part));
      return units.finish(loop.updates);
    }
  }

  private AihfConfig config() {
    LoopSection loop = context.recipe().loop();
    RewardSection reward = context.recipe().reward();
    boolean joint = context.recipe().method() == TrainRecipe.Method.AIHF;
    return new AihfConfig(
        loop.iterations(),
        loop.policySteps(),
        joint ? loop.rewardSteps() : 0,
        reward.objective(reward.demonstrationWeight()),
        joint ? reward.demonstrationBatch() : 0,
        joint ? reward.preferenceBatch() : 0,
        context.recipe().seed());
  }

  /** The preferences, and for the static ablation one pair per demonstration. */
  private List<Preference<Completion>> rewardPreferences(CausalLm reference) {
    TrainingData data = context.data();
    if (!context.recipe().data().staticDemonstrationPairs()) {
      return data.preferences();
    }
    List<Completion> samples =
        new CompletionSampler(reference, context.models().tokenizer())
            .sampleOne(
                data.demonstrations().stream().map(Completion::prompt).toList(),
                Sampling.of(context.recipe().policy(), context.models().tokenizer()),
                context.random().split("static-pairs"));
    List<Preference<Completion>> all = new ArrayList<>(data.preferences());
    for (int i = 0; i < samples.size(); i++) {
      all.add(Preference.of(data.demonstrations().get(i), samples.get(i)));
    }
    return all;
  }

  /** Counts policy updates, the x axis of every curve. */
  private static final class Loop implements AihfListener {
    private final RunRecorder recorder;
    private final Units units;
    private long updates;

    private Loop(RunRecorder recorder, Units units) {
      this.recorder = recorder;
      this.units = units;
    }

    @Override
    public void onPolicyStep(int iteration, Metrics metrics) {
      recorder.step(++updates, metrics.with("iteration", iteration));
    }

    @Override
    public void onRewardStep(int iteration, Metrics metrics) {
      recorder.note(updates, metrics.with("iteration", iteration));
    }

    @Override
    public boolean onIteration(int iteration, Metrics metrics) {
      units.end(iteration + 1, updates, metrics);
      return units.goesOn();
    }
  }
}
