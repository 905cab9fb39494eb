package org.aihf.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aihf.Metrics;
import org.aihf.UserError;
import org.aihf.llm.ClassifierReward;
import org.aihf.llm.ClassifierReward.Input;
import org.aihf.llm.CommandReward;
import org.aihf.llm.Completion;
import org.aihf.llm.HttpReward;
import org.aihf.llm.TextReward;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.reward.WeightedReward;
import org.aihf.reward.WeightedReward.Part;
import org.aihf.run.RunDirectory.IfExists;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward of one's own, as function and as program; quoted by docs/how-to/own-reward.md. */
class OwnRewardTest {
  // snippet: lambda
  /** Short answers that praise: one point for "superb", less a tenth of a point per word. */
  private static final TextReward PRAISE =
      (prompts, completions) ->
          completions.stream()
              .mapToDouble(
                  text -> (text.contains("superb") ? 1 : 0) - 0.1 * text.split("\\s+").length)
              .toArray();

  // end

  @TempDir Path directory;

  @Test
  void aFunctionIsWhatAPolicyIsAlignedTo() throws IOException {
    TinyTask task = TinyTask.write(directory, 2);
    TrainRecipe recipe = recipe(task);
    Path output = directory.resolve("run");
    // snippet: align
    try (TorchRuntime runtime = TorchRuntime.cpu(2)) {
      Metrics last =
          new Training(runtime)
              .runAgainst(PRAISE.toRewardFunction(), recipe, output, IfExists.REFUSE);
      System.out.println(last.get("eval/true_reward"));
    }
    // end
    assertThat(output.resolve("checkpoints/policy/model.safetensors")).exists();
    assertThat(Files.readString(output.resolve("evaluation.jsonl"))).contains("true_reward");
  }

  @Test
  void aProgramIsAJudge() throws IOException {
    Path program = directory.resolve("judge.sh");
    Files.writeString(program, "while read -r line; do echo ${#line}; done\n");
    // snippet: program
    TextReward judge = new CommandReward(List.of("sh", program.toString()));
    double[] scores = judge.score(List.of("The film", "The film"), List.of(" was", " was fine"));
    // end
    assertThat(scores[1]).isEqualTo(scores[0] + " fine".length());
  }

  @Test
  void aModelIsAJudgeAndJudgesAddUp() throws IOException {
    TinyTask task = TinyTask.write(directory, 2);
    Path judge = directory.resolve("judge");
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        SequenceClassifier classifier =
            SequenceClassifier.fromBackbone(
                runtime, task.model(), RandomStream.of(1), ModelOptions.frozen());
        Tokenizer own = Tokenizer.load(task.model())) {
      classifier.save(judge, own.padIdBesidesStops());
      own.copyTo(judge);
    }
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        Tokenizer tokenizer = Tokenizer.load(task.model())) {
      List<Completion> answers =
          List.of(
              new Completion("The film", " was", tokenizer.encode("The film", " was", true), true));
      // snippet: model
      ClassifierReward quality =
          ClassifierReward.open(runtime, judge, 0, Input.JOINED, tokenizer, ModelOptions.frozen());
      double[] scores = quality.score(answers);
      // end
      // snippet: weighted
      RewardFunction<Completion> reward =
          new WeightedReward<>(
              List.of(
                  new Part<>("quality", 1, quality),
                  new Part<>("praise", 0.5, PRAISE.toRewardFunction())));
      // end
      assertThat(reward.score(answers)).containsExactly(scores[0] - 0.5 * 0.2);
      quality.close();
    }
  }

  @Test
  void aServerIsAJudge() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/score",
        exchange -> {
          byte[] body = "{\"scores\": [0.5, 1]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    int port = server.getAddress().getPort();
    // snippet: server
    TextReward judge = HttpReward.at("http://localhost:" + port + "/score");
    double[] scores = judge.score(List.of("The film", "The film"), List.of(" was", " was fine"));
    // end
    server.stop(0);
    assertThat(scores).containsExactly(0.5, 1);
  }

  @Test
  void aProgramThatFailsIsNamed() {
    TextReward judge = new CommandReward(List.of("sh", "-c", "echo no model >&2; exit 3"));
    assertThatThrownBy(() -> judge.score(List.of("a"), List.of("b")))
        .isInstanceOf(UserError.class)
        .hasMessage("the judge 'sh -c echo no model >&2; exit 3' failed with status 3: no model");
  }

  private static TrainRecipe recipe(TinyTask task) {
    return RecipeReader.of(TrainRecipe.class)
        .parse(
            "own reward",
            "",
            List.of(
                "method=aihf",
                "model=" + task.model(),
                "data.demonstrations=" + task.demonstrations(),
                "data.preferences=" + task.preferences(),
                "data.test_prompts=" + task.testPrompts(),
                "policy.max_new_tokens=8",
                "policy.prompts_per_step=4",
                "loop.iterations=1",
                "loop.policy_steps=2",
                "evaluation.every=0"));
  }
}
