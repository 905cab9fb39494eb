package org.aihf.examples.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.examples.reviews.PreferenceRater;
import org.aihf.examples.reviews.ReviewData;
import org.aihf.examples.reviews.ReviewFiles;
import org.aihf.examples.reviews.ReviewTokenizer;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;

/** A language model with random weights and a few reviews, for examples that must run. */
public record TinyTask(Path model, Path demonstrations, Path preferences, Path testPrompts) {
  public static TinyTask write(Path directory, long seed) throws IOException {
    RandomStream random = RandomStream.of(seed).split("tiny task");
    Path model = directory.resolve("model");
    Path data = directory.resolve("data");
    GptNeoxConfig config =
        new GptNeoxConfig(
            ReviewTokenizer.vocabulary().size(),
            16,
            1,
            2,
            32,
            128,
            0.02,
            false,
            List.of(ReviewTokenizer.EOS_ID),
            OptionalInt.of(ReviewTokenizer.EOS_ID),
            OptionalInt.of(ReviewTokenizer.PAD_ID),
            1e-5,
            0.25,
            10_000,
            true,
            true);
    try (TorchRuntime runtime = TorchRuntime.cpu(1);
        CausalLm lm =
            CausalLm.random(runtime, config, random.split("weights"), ModelOptions.frozen())) {
      lm.save(model);
    }
    ReviewTokenizer.write(model);
    ReviewData reviews =
        ReviewData.generate(new ReviewData.Settings(6, 20, 40, 10), random.split("data"));
    ReviewFiles.write(
        data,
        List.of(),
        reviews,
        ReviewData.writersPreferences(
            reviews.prompts(), new PreferenceRater(1), random.split("preferences")));
    return new TinyTask(
        model,
        data.resolve("demonstrations.jsonl"),
        data.resolve("preferences.jsonl"),
        data.resolve("test_prompts.jsonl"));
  }
}
