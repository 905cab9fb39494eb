package org.aihf.llm.recipe;

import org.aihf.Metrics;
import org.aihf.llm.Completion;
import org.aihf.llm.LmPolicy;
import org.aihf.llm.model.CausalLm;
import org.aihf.reward.RewardFunction;
import org.aihf.run.resume.RunState;

/** Policy alignment to a reward that is given and stays (eq. 7). */
record AlignmentRun(RunContext context) {
  Outcome execute(RewardFunction<Completion> reward) {
    TrainRecipe recipe = context.recipe();
    RunModels models = context.models();
    CausalLm reference = models.reference();
    CausalLm model = models.policy(recipe.policy().optimizer());
    LmPolicy policy = context.policy(model, reference, models.critic(model, null));
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(model, reference, models.tokenizer(), reward);
    LoopSection loop = recipe.loop();
    try (RunRecorder recorder = context.recorder("Policy", recipe.policyUpdates(), subjects)) {
      Units units =
          new Units(
              context,
              RunState.Phase.LOOP,
              loop.iterations(),
              recorder,
              "policy",
              context.exported(model));
      long iteration = units.begin(policy);
      long[] step = {iteration * loop.policySteps()};
      while (units.goesOn()) {
        Metrics metrics =
            policy.align(reward, loop.policySteps(), update -> recorder.step(++step[0], update));
        units.end(++iteration, step[0], metrics);
      }
      return units.finish(step[0]);
    }
  }
}
