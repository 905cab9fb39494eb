package org.aihf.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.aihf.UserError;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.recipe.PolicySection;
import org.aihf.llm.recipe.PreferenceLoss;
import org.aihf.llm.recipe.TrainRecipe;
import org.aihf.llm.recipe.Training;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardFunction;
import org.aihf.run.RunDirectory;
import org.aihf.run.recipe.RecipeReader;
import org.aihf.torch.TestDevice;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a user reads who made a mistake. */
class TrainingMistakesTest {
  private static final String LONG = "p q " + "a ".repeat(20);

  private static TorchRuntime runtime;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    runtime = TestDevice.open();
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @BeforeEach
  void writeFilesWithoutMistake() throws IOException {
    Path model = Files.createDirectory(directory.resolve("model"));
    TinyWorld.writeTokenizer(model);
    try (CausalLm random =
        CausalLm.random(runtime, TinyWorld.config(), RandomStream.of(1), ModelOptions.frozen())) {
      random.save(model);
    }
    write("demonstrations.jsonl", "{\"prompt\": \"p q\", \"completion\": \" a\"}");
    write("preferences.jsonl", "{\"prompt\": \"p q\", \"chosen\": \" a\", \"rejected\": \" b\"}");
    write("prompts.jsonl", "{\"prompt\": \"q p\"}");
  }

  private void write(String file, String... lines) throws IOException {
    Files.writeString(directory.resolve(file), String.join("\n", lines) + "\n");
  }

  private void writeSmallModel() throws IOException {
    Path small = Files.createDirectory(directory.resolve("small"));
    TinyWorld.writeTokenizer(small);
    LmConfig config = LmConfig.gptNeox(6, 16, 1, 2, 16, 1);
    try (CausalLm model =
        CausalLm.random(runtime, config, RandomStream.of(1), ModelOptions.frozen())) {
      model.save(small);
    }
  }

  /** A file to break and how, or settings; and what is said about it. */
  enum Mistake {
    NO_MODEL_DIRECTORY(
        "DIR/nowhere does not exist; 'model' must be a model directory in Hugging Face layout",
        "model=DIR/nowhere"),
    NO_TOKENIZER(
        "DIR/model/tokenizer.json is missing or has no \"model\"; a tokenizer is a Hugging Face tokenizer.json") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        Files.delete(files.directory.resolve("model/tokenizer.json"));
      }
    },
    NO_CONFIG(
        "DIR/model/config.json does not exist; a model is a directory in Hugging Face layout (config.json, *.safetensors)") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        Files.delete(files.directory.resolve("model/config.json"));
      }
    },
    BROKEN_CONFIG("DIR/model/config.json is not JSON: ") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("model/config.json", "{\"model_type\": ");
      }
    },
    UNKNOWN_MODEL_TYPE(
        "DIR/model/config.json: \"model_type\" is \"bloom\"; supported are gpt_neox, llama, mistral, qwen2, gpt2") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("model/config.json", "{\"model_type\": \"bloom\"}");
      }
    },
    MISSING_TENSOR("gpt_neox.layers.1.input_layernorm.weight") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        Path config = files.directory.resolve("model/config.json");
        Files.writeString(
            config,
            Files.readString(config)
                .replaceAll("\"num_hidden_layers\"\\s*:\\s*1", "\"num_hidden_layers\": 2"));
      }
    },
    NO_REWARD_MODEL(
        "DIR/judge does not exist; 'reward_model' must be a model directory in Hugging Face layout",
        "method=rlhf",
        "reward_model=DIR/judge"),
    NO_FILE(
        "cannot read DIR/none.jsonl: there is no such file; check the path",
        "data.demonstrations=DIR/none.jsonl"),
    BAD_ROW("DIR/demonstrations.jsonl line 2: not valid JSON at column") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write(
            "demonstrations.jsonl", "{\"prompt\": \"p q\", \"completion\": \" a\"}", "{\"prompt");
      }
    },
    MISSING_FIELD(
        "DIR/preferences.jsonl line 1: field 'rejected' is missing; it must be a text in quotes (the line has 'prompt', 'chosen')") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("preferences.jsonl", "{\"prompt\": \"p q\", \"chosen\": \" a\"}");
      }
    },
    EMPTY_PROMPT(
        "DIR/prompts.jsonl line 1: field 'prompt' is empty; give it a text or remove the line") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("prompts.jsonl", "{\"prompt\": \"\"}");
      }
    },
    PROMPT_WITHOUT_TOKENS(
        "DIR/demonstrations.jsonl line 1: field 'prompt' has no tokens; give it a text") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("demonstrations.jsonl", "{\"prompt\": \" \", \"completion\": \"a\"}");
      }
    },
    LONG_PROMPT(
        "DIR/prompts.jsonl line 2: field 'prompt' has 22 tokens; the model's context of 16 leaves no room for an answer") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write("prompts.jsonl", "{\"prompt\": \"q p\"}", "{\"prompt\": \"" + LONG + "\"}");
      }
    },
    LONG_ANSWER(
        "DIR/preferences.jsonl line 1: fields 'prompt' and 'rejected' have 24 tokens; the model's context is 16, shorten them") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write(
            "preferences.jsonl",
            "{\"prompt\": \"a\", \"chosen\": \" b\", \"rejected\": \" " + LONG + "\"}");
      }
    },
    NO_PREFERENCES(
        "method 'dpo' needs 'data.preferences': a JSONL file of {prompt, chosen, rejected}",
        "method=dpo",
        "data.preferences="),
    NO_DEMONSTRATIONS(
        "method 'aihf' needs 'data.demonstrations': a JSONL file of {prompt, completion}",
        "data.demonstrations="),
    NO_PROMPTS(
        "method 'rlhf' needs 'data.prompts': a JSONL file of {prompt} (or demonstrations, whose prompts are taken)",
        "method=rlhf",
        "data.demonstrations=",
        "data.prompts="),
    NO_PAIRS(
        "method 'rlhf' needs 'data.demonstrations': static_demonstration_pairs pairs them with samples",
        "method=rlhf",
        "data.demonstrations=",
        "data.static_demonstration_pairs=true"),
    NO_TEST_PROMPTS(
        "method 'aihf' needs 'data.test_prompts': a JSONL file of {prompt} (or evaluation.every: 0)",
        "data.test_prompts="),
    ONE_SAMPLE(
        "option 'policy.samples_per_prompt' is 1; it must be at least 2",
        "policy.samples_per_prompt=1"),
    NO_ITERATION("option 'loop.iterations' is 0; it must be at least 1", "loop.iterations=0"),
    NEGATIVE_RATE(
        "option 'policy.optimizer.learning_rate' is -1.0; it must be a finite number of at least 0",
        "policy.optimizer.learning_rate=-1"),
    LONG_WARMUP(
        "option 'direct.optimizer.warmup_steps' is 9; it must be at most all updates, 3",
        "method=sft",
        "direct.steps=3",
        "direct.optimizer.schedule=linear",
        "direct.optimizer.warmup_steps=9"),
    NO_BETA(
        "option 'direct.beta' is 0.0; it must be a finite number above 0",
        "method=dpo",
        "direct.beta=0"),
    NO_BATCH(
        "option 'direct.demonstration_batch' is 0; it must be at least 1",
        "method=sft",
        "direct.demonstration_batch=0"),
    TOO_MANY_MINI_BATCHES(
        "option 'policy.ppo.mini_batches' is 9; it must be at most policy.prompts_per_step, 8",
        "policy.algorithm=ppo",
        "policy.prompts_per_step=8",
        "policy.ppo.mini_batches=9"),
    NO_CLIP(
        "option 'policy.ppo.clip' is 0.0; it must be above 0 and at most 1",
        "policy.algorithm=ppo",
        "policy.ppo.clip=0"),
    CRITIC_OF_ANOTHER_SHAPE(
        "the value model cannot start from the reward model: that is gpt_neox with 1 layers of 16, 2 heads and 6 token ids, the policy is gpt_neox with 1 layers of 32",
        "policy.algorithm=ppo",
        "policy.ppo.value_from=reward",
        "reward_backbone=DIR/small") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.writeSmallModel();
      }
    },
    CRITIC_OF_ANOTHER_TOKENIZER(
        "option 'policy.ppo.value_from' is reward, but the reward model has another tokenizer than the policy DIR/model; use policy",
        "policy.algorithm=ppo",
        "policy.ppo.value_from=reward",
        "reward_backbone=DIR/small") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.writeSmallModel();
        Path tokenizer = files.directory.resolve("small/tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replace("\"a\":4", "\"c\":4"));
      }
    },
    NO_REWARDS(
        "method 'align' needs 'rewards': a list of models, commands or servers", "method=align"),
    REWARDS_ELSEWHERE(
        "option 'rewards' does nothing in method 'aihf'; it is for method 'align', judges of an evaluation are 'evaluation.judges'",
        "rewards=[{type: command, command: judge}]"),
    NO_JUDGE_DIRECTORY(
        "option 'evaluation.judges[1].directory' is 'DIR/none'; it must be a model directory in Hugging Face layout",
        "evaluation.judges=[{type: command, command: judge}, {type: model, directory: DIR/none}]"),
    NO_JUDGE_ADDRESS(
        "the judge 'localhost' is no address; give one like http://localhost:8000/score",
        "method=align",
        "rewards=[{type: http, url: localhost}]"),
    UNKNOWN_JUDGE("unknown rewards[0].type 'htp'", "rewards=[{type: htp, url: localhost}]"),
    NO_RATINGS(
        "method 'kto' needs 'data.ratings': a JSONL file of {prompt, completion, label} (or preferences, whose sides are taken)",
        "method=kto",
        "data.preferences=''"),
    BAD_RATING(
        "DIR/ratings.jsonl line 1: field 'label' must be true or false, not the text \"yes\"",
        "method=kto",
        "data.ratings=DIR/ratings.jsonl") {
      @Override
      void make(TrainingMistakesTest files) throws IOException {
        files.write(
            "ratings.jsonl", "{\"prompt\": \"p\", \"completion\": \"a\", \"label\": \"yes\"}");
      }
    },
    DIVERGENCE_WITHOUT_MARGIN(
        "option 'direct.divergence' has no meaning for the loss 'nca-pair'; leave it at reverse-kl or take a loss of a margin such as sigmoid",
        "method=dpo",
        "direct.loss=nca-pair",
        "direct.divergence=forward-kl"),
    EXCESS_WEIGHT_OF_MEANS(
        "option 'direct.excess_weight' has no meaning for the loss 'simpo'; leave it at 1",
        "method=dpo",
        "direct.added_losses=[{loss: simpo, weight: 1}]",
        "direct.excess_weight=0.5"),
    LABEL_SMOOTHING(
        "option 'direct.label_smoothing' is 0.5; it must be at least 0 and below 0.5",
        "method=dpo",
        "direct.label_smoothing=0.5"),
    TOP_P("option 'policy.top_p' is 1.5; it must be above 0 and at most 1", "policy.top_p=1.5");

    private final String sentence;
    private final List<String> settings;

    Mistake(String sentence, String... settings) {
      this.sentence = sentence;
      this.settings = List.of(settings);
    }

    void make(TrainingMistakesTest files) throws IOException {}
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void aMistakeIsOneSentence(Mistake mistake) throws IOException {
    mistake.make(this);
    assertThatThrownBy(() -> run(recipe(mistake.settings), null))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(mistake.sentence.replace("DIR", directory.toString()))
        .message()
        .doesNotContain("\n", "Exception");
  }

  @Test
  void aRewardThatIsNoNumberNamesTheAnswer() {
    TextReward reward = (prompts, completions) -> filled(prompts.size(), Double.NaN);
    assertThatThrownBy(() -> run(recipe(List.of("method=rlhf")), reward.toRewardFunction()))
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "the reward function gave NaN to the answer '.*' to the prompt 'q p'; it must be finite");
  }

  /** The other files are right: without a mistake, every method runs and leaves its models. */
  @ParameterizedTest
  @EnumSource(TrainRecipe.Method.class)
  void withoutMistakeEveryMethodRuns(TrainRecipe.Method method) throws IOException {
    TextReward length =
        (prompts, completions) -> completions.stream().mapToDouble(String::length).toArray();
    Files.writeString(
        directory.resolve("judge.sh"), "while read -r line; do echo ${#line}; done\n");
    List<String> settings =
        method == TrainRecipe.Method.ALIGN
            ? List.of("method=align", "rewards=[{type: command, command: sh DIR/judge.sh}]")
            : List.of("method=" + method.label());
    run(recipe(settings), length.toRewardFunction());
    String model = method == TrainRecipe.Method.REWARD ? "reward" : "policy";
    assertThat(directory.resolve("run/checkpoints").resolve(model))
        .isDirectoryContaining("glob:**config.json")
        .isDirectoryContaining("glob:**model.safetensors")
        .isDirectoryContaining("glob:**tokenizer.json");
    assertThat(directory.resolve("run/metrics.jsonl")).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(PreferenceLoss.class)
  void everyLossOfPairsRunsAloneAndInAMix(PreferenceLoss loss) throws IOException {
    String name = loss.name().toLowerCase(Locale.ROOT).replace('_', '-');
    run(
        recipe(
            List.of(
                "method=dpo",
                "direct.loss=" + name,
                "direct.label_smoothing=0.1",
                "direct.added_losses=[{loss: sft, weight: 0.5}]")),
        null);
    assertThat(Files.readString(directory.resolve("run/metrics.jsonl"))).contains("grad_norm");
  }

  @ParameterizedTest
  @EnumSource(PolicySection.Algorithm.class)
  void everyPolicyAlgorithmRuns(PolicySection.Algorithm algorithm) throws IOException {
    String name = algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
    run(
        recipe(
            List.of(
                "method=rlhf",
                "policy.algorithm=" + name,
                "policy.prompts_per_step=2",
                "policy.ppo.mini_batches=2",
                "policy.ppo.value_from=reward")),
        null);
    assertThat(Files.readString(directory.resolve("run/metrics.jsonl")))
        .contains("objective/kl")
        .contains(name.equals("ppo") ? "loss/value_avg" : "policy/grad_norm");
  }

  @Test
  void aCriticCannotStartFromARewardThatIsNotLearned() {
    TrainRecipe recipe =
        recipe(List.of("method=rlhf", "policy.algorithm=ppo", "policy.ppo.value_from=reward"));
    assertThatThrownBy(
            () ->
                new Training(runtime)
                    .runAgainst(
                        completions -> new double[completions.size()],
                        recipe,
                        directory.resolve("run"),
                        RunDirectory.IfExists.REFUSE))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "option 'policy.ppo.value_from' is reward, but this run has no reward model; use policy");
  }

  private static double[] filled(int size, double value) {
    double[] filled = new double[size];
    Arrays.fill(filled, value);
    return filled;
  }

  private TrainRecipe recipe(List<String> settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "model=DIR/model",
                "data.demonstrations=DIR/demonstrations.jsonl",
                "data.preferences=DIR/preferences.jsonl",
                "data.prompts=DIR/prompts.jsonl",
                "data.test_prompts=DIR/prompts.jsonl",
                "direct.steps=2",
                "reward.pretraining_steps=2",
                "loop.iterations=1",
                "loop.policy_steps=1",
                "policy.max_new_tokens=2"));
    all.addAll(settings);
    return RecipeReader.of(TrainRecipe.class)
        .parse(
            "recipe.yaml",
            "",
            all.stream().map(s -> s.replace("DIR", directory.toString())).toList());
  }

  private void run(TrainRecipe recipe, RewardFunction<Completion> judge) throws IOException {
    new Training(runtime)
        .run(recipe, directory.resolve("run"), RunDirectory.IfExists.REFUSE, judge);
  }
}
