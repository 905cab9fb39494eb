package org.aihf.llm.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.aihf.UserError;
import org.aihf.run.best.BestSection;
import org.aihf.run.resume.CheckpointSection;

/**
 * A run of any method on a language model. Keys in YAML are the components' names in snake case;
 * what a recipe leaves out has the value of {@link #defaults()}.
 *
 * @param method what to train and how
 * @param group label under which the report joins the seeds of one thing; empty: the method
 * @param seed root of all randomness
 * @param model Hugging Face directory of the policy to start from
 * @param reference Hugging Face directory of π⁰; empty: the starting policy
 * @param rewardModel Hugging Face directory of a sequence classifier to start from; empty: a fresh
 *     head on the reward backbone
 * @param rewardBackbone Hugging Face directory of the causal model below a fresh reward head;
 *     empty: the reference
 * @param rewards what method {@code align} aligns the policy to: a list of given rewards, whose
 *     weighted sum it is
 */
public record TrainRecipe(
    Method method,
    String group,
    long seed,
    String model,
    String reference,
    String rewardModel,
    String rewardBackbone,
    List<RewardTerm> rewards,
    DataSection data,
    DirectSection direct,
    RewardSection reward,
    PolicySection policy,
    LoopSection loop,
    EvaluationSection evaluation,
    BestSection best,
    CheckpointSection checkpoint,
    EngineSection engine) {

  /** What can be trained. */
  public enum Method {
    /** Maximum likelihood of demonstrations, eq. 2. */
    @JsonProperty("sft")
    SFT,
    /** Bradley-Terry reward model of preferences, eq. 8. */
    @JsonProperty("reward")
    REWARD,
    /** Reward model first, then policy alignment against it: eq. 12. */
    @JsonProperty("rlhf")
    RLHF,
    /** Policy alignment to given rewards, none learned: eq. 7. */
    @JsonProperty("align")
    ALIGN,
    /** Algorithm 1 with eq. 22. */
    @JsonProperty("aihf")
    AIHF,
    /** Direct preference optimisation: eq. 13 with w₁ = 0. */
    @JsonProperty("dpo")
    DPO,
    /** Eq. 13. */
    @JsonProperty("aihf-dpo")
    AIHF_DPO,
    /** Answers rated one by one, no pairs. */
    @JsonProperty("kto")
    KTO,
    /** Eq. 14; with the previous epoch's policy as reference: SPIN. */
    @JsonProperty("self-play")
    SELF_PLAY;

    /** The name in recipes. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Whether a policy is aligned to a learned reward. */
    public boolean alternates() {
      return this == RLHF || this == AIHF;
    }

    boolean usesDemonstrations() {
      return this == SFT || this == AIHF || this == AIHF_DPO || this == SELF_PLAY;
    }

    /** Self-play uses them where they are given, KTO where no ratings are. */
    boolean needsPreferences() {
      return this != SFT && this != SELF_PLAY && this != KTO && this != ALIGN;
    }

    /** Whether a policy answers prompts and learns from a reward of its answers. */
    public boolean samples() {
      return alternates() || this == ALIGN;
    }
  }

  /** Every default. */
  public static TrainRecipe defaults() {
    return new TrainRecipe(
        Method.AIHF,
        "",
        1,
        "",
        "",
        "",
        "",
        List.of(),
        DataSection.defaults(),
        DirectSection.defaults(),
        RewardSection.defaults(),
        PolicySection.defaults(),
        LoopSection.defaults(),
        EvaluationSection.defaults(),
        BestSection.defaults(),
        CheckpointSection.defaults(),
        EngineSection.defaults());
  }

  /**
   * @throws UserError naming the key that is missing, does not fit the method or is out of range
   */
  public void validate() {
    require(!model.isEmpty(), "model", "the directory of the policy to start from");
    if (method.usesDemonstrations()) {
      require(
          !data.demonstrations().isEmpty(),
          "data.demonstrations",
          "a JSONL file of {prompt, completion}");
    }
    if (method == Method.KTO) {
      require(
          !data.ratings().isEmpty() || !data.preferences().isEmpty(),
          "data.ratings",
          "a JSONL file of {prompt, completion, label} (or preferences, whose sides are taken)");
    }
    if (method.needsPreferences()) {
      require(
          !data.preferences().isEmpty(),
          "data.preferences",
          "a JSONL file of {prompt, chosen, rejected}");
    }
    if (evaluation.every() > 0) {
      require(
          !data.testPrompts().isEmpty(),
          "data.test_prompts",
          "a JSONL file of {prompt} (or evaluation.every: 0)");
    }
    if (method == Method.ALIGN) {
      require(!rewards.isEmpty(), "rewards", "a list of models, commands or servers");
    } else if (!rewards.isEmpty()) {
      throw new UserError(
          "option 'rewards' does nothing in method '%s'; it is for method 'align', judges of an evaluation are 'evaluation.judges'"
              .formatted(method.label()));
    }
    GivenRewards.check("rewards", rewards);
    GivenRewards.check("evaluation.judges", evaluation.judges());
    if (method.samples()) {
      require(
          !data.prompts().isEmpty() || !data.demonstrations().isEmpty(),
          "data.prompts",
          "a JSONL file of {prompt} (or demonstrations, whose prompts are taken)");
    }
    if (data.staticDemonstrationPairs()) {
      require(
          !data.demonstrations().isEmpty(),
          "data.demonstrations",
          "static_demonstration_pairs pairs them with samples");
    }
    RecipeRanges.check(this);
  }

  /** Updates of the policy in all. */
  long policyUpdates() {
    return (long) loop.iterations() * loop.policySteps();
  }

  /** Updates of the reward model in all. */
  long rewardUpdates() {
    long alternating = method == Method.AIHF ? (long) loop.iterations() * loop.rewardSteps() : 0;
    return reward.pretrainingSteps() + alternating;
  }

  private void require(boolean present, String key, String what) {
    if (!present) {
      throw new UserError("method '%s' needs '%s': %s".formatted(method.label(), key, what));
    }
  }
}
