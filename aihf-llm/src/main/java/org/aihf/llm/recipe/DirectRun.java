package org.aihf.llm.recipe;

import org.aihf.llm.model.CausalLm;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.DirectTrainer;
import org.aihf.llm.train.KtoTrainer;
import org.aihf.llm.train.SelfPlayConfig;
import org.aihf.llm.train.SelfPlayTrainer;
import org.aihf.llm.train.Trainer;
import org.aihf.objective.AihfDpoObjective;
import org.aihf.objective.KtoObjective;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.SftObjective;
import org.aihf.run.resume.RunState;
import org.aihf.torch.LearningRateSchedule;

/** SFT, DPO and its relatives, KTO, AIHF-DPO (eq. 13), self-play (eq. 14): no reward model. */
record DirectRun(RunContext context) {
  Outcome execute() {
    TrainRecipe recipe = context.recipe();
    DirectSection section = recipe.direct();
    RunModels models = context.models();
    CausalLm model = models.policy(section.optimizer());
    CausalLm reference = models.reference();
    Trainer trainer = trainer(model, reference);
    RunRecorder.Subjects subjects =
        new RunRecorder.Subjects(model, reference, models.tokenizer(), null);
    try (RunRecorder recorder =
        context.recorder(recipe.method().label(), section.steps(), subjects)) {
      Units units =
          new Units(
              context,
              RunState.Phase.DIRECT,
              section.steps(),
              recorder,
              "policy",
              context.exported(model));
      long step = units.begin(trainer);
      while (units.goesOn()) {
        var metrics = trainer.step();
        recorder.step(++step, metrics);
        units.end(step, step, metrics);
      }
      return units.finish(step);
    }
  }

  private Trainer trainer(CausalLm model, CausalLm reference) {
    TrainRecipe recipe = context.recipe();
    TrainingData data = context.data();
    DirectSection section = recipe.direct();
    LearningRateSchedule rate = Optimizers.schedule(section.optimizer(), section.steps());
    DirectData batches =
        new DirectData(
            data.demonstrations(),
            recipe.method().usesDemonstrations() ? section.demonstrationBatch() : 0,
            data.preferences(),
            recipe.method() == TrainRecipe.Method.SFT || data.preferences().isEmpty()
                ? 0
                : section.preferenceBatch());
    return switch (recipe.method()) {
      case KTO ->
          new KtoTrainer(
              model,
              reference,
              data.ratings(),
              section.preferenceBatch(),
              new KtoObjective(
                  section.beta(), section.desirableWeight(), section.undesirableWeight()),
              rate,
              context.random());
      case SELF_PLAY -> {
        SelfPlayConfig config =
            new SelfPlayConfig(
                section.pairObjective(),
                section.demonstrationWeight(),
                section.selfPlayReference(),
                Sampling.of(recipe.policy(), context.models().tokenizer()));
        yield context
            .models()
            .keep(
                new SelfPlayTrainer(
                    model,
                    reference,
                    context.models().tokenizer(),
                    batches,
                    config,
                    rate,
                    context.random()));
      }
      default -> new DirectTrainer(model, reference, batches, objective(), rate, context.random());
    };
  }

  private PolicyObjective objective() {
    DirectSection section = context.recipe().direct();
    return switch (context.recipe().method()) {
      case SFT -> new SftObjective(section.discount());
      case DPO -> section.pairObjective();
      default ->
          new AihfDpoObjective(
              section.demonstrationWeight(),
              section.demonstrationReduction(),
              section.pairObjective());
    };
  }
}
