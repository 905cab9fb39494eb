package org.aihf.llm.recipe;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.aihf.UserError;
import org.aihf.llm.Critic;
import org.aihf.llm.LmRewardModel;
import org.aihf.llm.model.CausalLm;
import org.aihf.llm.model.ModelOptions;
import org.aihf.llm.model.SequenceClassifier;
import org.aihf.llm.model.ValueModel;
import org.aihf.llm.text.Tokenizer;
import org.aihf.random.RandomStream;
import org.aihf.torch.TorchRuntime;
import org.jspecify.annotations.Nullable;

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

  /**
   * Said before anything is trained.
   *
   * @param reward the run's reward model; null where the reward is not learned
   * @throws UserError if the recipe's critic cannot start as it says
   */
  void requireCriticFits(CausalLm policy, @Nullable RewardPart reward) {
    if (!needsCritic() || recipe.policy().ppo().valueFrom() != PpoSection.ValueFrom.REWARD) {
      return;
    }
    String key = "option 'policy.ppo.value_from' is reward, but ";
    if (reward == null) {
      throw new UserError(key + "this run has no reward model; use policy");
    }
    if (!reward.tokenizer().fingerprint().equals(tokenizer.fingerprint())) {
      throw new UserError(
          key
              + "the reward model has another tokenizer than the policy %s; use policy"
                  .formatted(recipe.model()));
    }
    ValueModel.requireSameShape(reward.classifier(), policy);
  }

  /** PPO's critic as the recipe says; null for algorithms without one. */
  @Nullable Critic critic(CausalLm policy, @Nullable RewardPart reward) {
    if (!needsCritic()) {
      return null;
    }
    OptimizerSection optimizer = recipe.policy().ppo().valueOptimizer();
    requireCriticFits(policy, reward);
    ValueModel values =
        reward != null && recipe.policy().ppo().valueFrom() == PpoSection.ValueFrom.REWARD
            ? ValueModel.fromReward(reward.classifier(), policy, trainable(optimizer))
            : ValueModel.fromPolicy(policy, trainable(optimizer));
    return new Critic(keep(values), Optimizers.schedule(optimizer, recipe.policyUpdates()));
  }

  private boolean needsCritic() {
    return recipe.policy().algorithm() == PolicySection.Algorithm.PPO;
  }

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
