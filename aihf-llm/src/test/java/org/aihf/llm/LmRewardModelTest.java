package org.aihf.llm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aihf.data.Preference;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.reward.RewardBatch;
import org.aihf.reward.RewardModel;
import org.aihf.reward.RewardModelContract;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TestDevice;
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
    TorchRuntime runtime = TestDevice.open();
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
        List.of(TinyWorld.completion(0, 4, 5), TinyWorld.completion(1, 5, 5)),
        List.of(TinyWorld.completion(0, 3, 3), TinyWorld.completion(1, 4, TinyWorld.EOS)),
        List.of(
            Preference.of(TinyWorld.completion(2, 3, 4), TinyWorld.completion(2, 5, TinyWorld.EOS)),
            Preference.of(TinyWorld.completion(0, 4, 3), TinyWorld.completion(0, TinyWorld.EOS))));
  }

  @Override
  protected int learningSteps() {
    return 40;
  }
}
