package org.aihf.llm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.TokenSequence;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A sequence classifier keeps the contract that every reward model keeps. */
class LmRewardModelTest extends RewardModelContract<Completion> {
  @TempDir Path models;

  private final List<AutoCloseable> open = new ArrayList<>();

  @Override
  protected RewardModel<Completion> create() throws Exception {
    TinyWorld.writeTokenizer(models);
    TorchRuntime runtime = TorchRuntime.cpu(1);
    Tokenizer tokenizer = Tokenizer.load(models);
    SequenceClassifier model =
        SequenceClassifier.random(
            runtime,
            TinyWorld.config(),
            RandomStream.of(3).split("weights"),
            ModelOptions.trainable(AdamWConfig.defaults()));
    open.addAll(List.of(runtime, tokenizer, model));
    return new LmRewardModel(model, tokenizer, tokenizer, LearningRateSchedule.constant(1e-2));
  }

  @AfterEach
  void closeModels() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable each : open) {
      each.close();
    }
    open.clear();
  }

  @Override
  protected RewardBatch<Completion> batch() {
    return new RewardBatch<>(
        List.of(completion(0, 6, 7), completion(1, 7, 7)),
        List.of(completion(0, 8, 8), completion(1, 6, TinyWorld.EOS)),
        List.of(
            Preference.of(completion(2, 8, 6), completion(2, 7, TinyWorld.EOS)),
            Preference.of(completion(3, 6, 8), completion(3, TinyWorld.EOS))));
  }

  @Override
  protected int learningSteps() {
    return 40;
  }

  private static Completion completion(int prompt, int... answer) {
    boolean finished = answer[answer.length - 1] == TinyWorld.EOS;
    return new Completion(
        TinyWorld.PROMPTS.get(prompt),
        "",
        new TokenSequence(new int[] {2 + prompt}, answer),
        finished);
  }
}
