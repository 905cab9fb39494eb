package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.llm.recipe.TrainRecipe.Method;
import org.aihf.llm.recipe.Training;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.RunOnDisk;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several rewards of a recipe are recorded one by one, too. */
class RewardPartsTest {
  @TempDir Path directory;

  @Test
  void eachPartHasItsMetrics() throws IOException {
    try (TorchRuntime runtime = TestDevice.open()) {
      TinyTraining task = TinyTraining.write(directory, runtime);
      Path judge = directory.resolve("judge");
      String rewards =
          "[{type: model, directory: %s}, {type: model, directory: %s, weight: 0.5}, {type: model, directory: %s, weight: -1, name: penalty}]"
              .formatted(judge, judge, judge);
      Path run = directory.resolve("run");
      new Training(runtime)
          .run(
              task.recipe(
                  Method.ALIGN,
                  List.of(
                      "rewards=" + rewards,
                      "evaluation.judges=" + rewards,
                      "evaluation.every=1",
                      "policy.prompts_per_step=2",
                      "policy.samples_per_prompt=2")),
              run,
              IfExists.REFUSE,
              null);
      Metrics update = new RunOnDisk(run).lastMetrics("objective/scores");
      double part = update.get("rewards/judge/mean");
      assertThat(part).isNotZero();
      assertThat(update.get("rewards/judge-2/mean")).isEqualTo(part);
      assertThat(update.get("rewards/penalty/mean")).isEqualTo(part);
      assertThat(update.get("rewards/penalty/std")).isPositive();
      assertThat(update.get("objective/scores")).isCloseTo(0.5 * part, within(1e-6));
      Metrics evaluation = new RunOnDisk(run).lastMetrics("eval/true_reward");
      assertThat(evaluation.get("eval/true_reward"))
          .isCloseTo(0.5 * evaluation.get("eval/rewards/penalty/mean"), within(1e-6));
    }
  }

  @Test
  void twoOfOneNameAreRefused() throws IOException {
    String rewards =
        "rewards=[{type: command, command: a, name: x}, {type: command, command: b, name: x}]";
    try (TorchRuntime runtime = TestDevice.open()) {
      TinyTraining task = TinyTraining.write(directory, runtime);
      assertThatThrownBy(() -> task.recipe(Method.ALIGN, List.of(rewards)).validate())
          .isInstanceOf(UserError.class)
          .hasMessage(
              "option 'rewards[1].name' is 'x', as another one is called; give each a name of its"
                  + " own");
    }
  }
}
