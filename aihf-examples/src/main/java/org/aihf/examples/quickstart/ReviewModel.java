package org.aihf.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.aihf.examples.reviews.Review;
import org.aihf.examples.reviews.ReviewData;
import org.aihf.examples.reviews.ReviewTokenizer;
import org.aihf.llm.Completion;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.GptNeoxConfig;
import org.aihf.llm.model.LmConfig;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.text.Tokenizer;
import org.aihf.llm.train.DirectData;
import org.aihf.llm.train.DirectTrainer;
import org.aihf.objective.SftObjective;
import org.aihf.random.RandomStream;
import org.aihf.run.AtomicFiles;
import org.aihf.run.Progress;
import org.aihf.torch.AdamWConfig;
import org.aihf.torch.LearningRateSchedule;
import org.aihf.torch.TorchRuntime;

/**
 * The base model of the embedded task: Pythia's architecture, small, pretrained on reviews of mixed
 * quality.
 */
final class ReviewModel {
  private static final int REVIEWS = 24_000;
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 3e-3;

  private ReviewModel() {}

  static LmConfig config() {
    int hidden = 64;
    return new GptNeoxConfig(
        ReviewTokenizer.vocabulary().size(),
        hidden,
        2,
        4,
        4 * hidden,
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
  }

  /** Pretrains and writes a Hugging Face directory. */
  static void pretrain(TorchRuntime runtime, Path directory, RandomStream random)
      throws IOException {
    Path tokenizerFiles = Files.createTempDirectory("aihf-tokenizer");
    try {
      ReviewTokenizer.write(tokenizerFiles);
      List<Review> text = ReviewData.pretraining(REVIEWS, random.split("text"));
      ModelOptions options = ModelOptions.trainable(AdamWConfig.defaults().withWeightDecay(0.01));
      try (Tokenizer tokenizer = Tokenizer.load(tokenizerFiles);
          CausalLm model = CausalLm.random(runtime, config(), random.split("weights"), options)) {
        train(model, tokenizer, text, random);
        AtomicFiles.writeDirectory(
            directory,
            target -> {
              model.save(target);
              tokenizer.copyTo(target);
            });
      }
    } finally {
      AtomicFiles.deleteRecursively(tokenizerFiles);
    }
  }

  private static void train(
      CausalLm model, Tokenizer tokenizer, List<Review> text, RandomStream random) {
    List<Completion> corpus =
        text.stream()
            .map(
                review ->
                    new Completion(
                        review.prompt(),
                        review.completion(),
                        tokenizer.encode(review.prompt(), review.completion(), review.ended()),
                        review.ended()))
            .toList();
    int steps = REVIEWS / BATCH;
    DirectTrainer trainer =
        new DirectTrainer(
            model,
            null,
            DirectData.demonstrations(corpus, BATCH),
            SftObjective.CROSS_ENTROPY,
            new LearningRateSchedule.Cosine(LEARNING_RATE, steps / 20, steps),
            random.split("pretraining"));
    try (Progress progress = Progress.start("Pretraining the base model", steps)) {
      for (int step = 0; step < steps; step++) {
        progress.message("loss %.3f".formatted(trainer.step().get("loss")));
        progress.advance(1);
      }
    }
  }
}
