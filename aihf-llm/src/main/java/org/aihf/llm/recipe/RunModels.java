package org.aihf.llm.recipe;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;

/** The models of one run, opened as its recipe says and closed together. */
final class RunModels implements AutoCloseable {
  private final TorchRuntime runtime;
  private final TrainRecipe recipe;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Tokenizer tokenizer;

  RunModels(TorchRuntime runtime, TrainRecipe recipe) {
    this.runtime = runtime;
    this.recipe = recipe;
    this.tokenizer = keep(Tokenizer.load(Path.of(recipe.model())));
  }

  Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The policy to train. */
  CausalLm policy(OptimizerSection optimizer) {
    return keep(CausalLm.load(runtime, Path.of(recipe.model()), trainable(optimizer)));
  }

  /** π⁰. */
  CausalLm reference() {
    return keep(CausalLm.load(runtime, referenceDirectory(), frozen()));
  }

  /** The reward model: a given one, or a fresh head on a backbone. */
  RewardPart reward(RandomStream random) {
    ModelOptions options = trainable(recipe.reward().optimizer());
    SequenceClassifier classifier;
    Path directory;
    if (!recipe.rewardModel().isEmpty()) {
      directory = Path.of(recipe.rewardModel());
      classifier = SequenceClassifier.load(runtime, directory, options);
    } else {
      directory =
          recipe.rewardBackbone().isEmpty()
              ? referenceDirectory()
              : Path.of(recipe.rewardBackbone());
      classifier =
          SequenceClassifier.fromBackbone(runtime, directory, random.split("head"), options);
    }
    keep(classifier);
    Tokenizer own = keep(Tokenizer.load(directory));
    LmRewardModel model =
        new LmRewardModel(
            classifier,
            own,
            tokenizer,
            Optimizers.schedule(recipe.reward().optimizer(), recipe.rewardUpdates()));
    return new RewardPart(classifier, own, model);
  }

  /** A reward model with what is needed to export it. */
  record RewardPart(SequenceClassifier classifier, Tokenizer tokenizer, LmRewardModel model) {}

  private Path referenceDirectory() {
    return Path.of(recipe.reference().isEmpty() ? recipe.model() : recipe.reference());
  }

  private ModelOptions trainable(OptimizerSection optimizer) {
    return new ModelOptions(true, Optimizers.adamW(optimizer), recipe.engine().microBatchTokens());
  }

  private ModelOptions frozen() {
    return new ModelOptions(
        false, Optimizers.adamW(OptimizerSection.defaults()), recipe.engine().microBatchTokens());
  }

  /** Closes it with the models, before those opened earlier. */
  <C extends AutoCloseable> C keep(C resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("a model of the run did not close", e);
      }
    }
  }
}
