package org.aihf.mujoco.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.aihf.UserError;
import org.aihf.mujoco.env.Horizon;
import org.aihf.run.best.BestSection;
import org.aihf.run.recipe.Range;
import org.aihf.run.resume.CheckpointSection;

/**
 * A run of any method on a control task. Keys in YAML are the components' names in snake case; what
 * a recipe leaves out has the value of {@link #defaults()}.
 *
 * @param method what to train and how
 * @param group label under which the report joins the seeds of one thing; empty: the method
 * @param seed root of all randomness
 * @param environment name of the environment, such as {@code HalfCheetah-v4}
 * @param horizon what becomes of an episode that the task ends
 */
public record ControlRecipe(
    Method method,
    String group,
    long seed,
    String environment,
    Horizon horizon,
    ControlDataSection data,
    SacSection sac,
    CloningSection cloning,
    ControlRewardSection reward,
    ControlLoopSection loop,
    ControlEvaluationSection evaluation,
    BestSection best,
    CheckpointSection checkpoint,
    ControlEngineSection engine) {

  /** What can be trained. */
  public enum Method {
    /** SAC on the environment's own reward: an expert. */
    @JsonProperty("sac")
    SAC,
    /** Behaviour cloning of the demonstrations alone. */
    @JsonProperty("bc")
    BC,
    /** A reward of the preferences, then SAC from the cloned policy: the paper's baseline. */
    @JsonProperty("rlhf")
    RLHF,
    /** Algorithm 1 with eq. 22 from a random policy; without preferences: ML-IRL. */
    @JsonProperty("aihf")
    AIHF,
    /** SAC on a reward of 1 for every step: what the length of episodes alone teaches. */
    @JsonProperty("constant-reward")
    CONSTANT_REWARD;

    /** The name in recipes. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    boolean clones() {
      return this == BC || this == RLHF;
    }

    boolean learnsReward() {
      return this == RLHF || this == AIHF;
    }
  }

  /** Every default. */
  public static ControlRecipe defaults() {
    return new ControlRecipe(
        Method.SAC,
        "",
        1,
        "",
        Horizon.VARIABLE,
        ControlDataSection.defaults(),
        SacSection.defaults(),
        CloningSection.defaults(),
        ControlRewardSection.defaults(),
        ControlLoopSection.defaults(),
        ControlEvaluationSection.defaults(),
        BestSection.defaults(),
        CheckpointSection.defaults(),
        ControlEngineSection.defaults());
  }

  /**
   * @throws UserError naming the key that is missing, does not fit the method or is out of range
   */
  public void validate() {
    require(!environment.isEmpty(), "environment", "a name such as HalfCheetah-v4");
    if (method.clones()) {
      require(data.hasDemonstrations(), "data.directory", "demonstrations to clone");
    }
    if (method == Method.RLHF) {
      require(data.hasPreferences(), "data.directory", "preferences to learn a reward from");
    }
    if (method == Method.AIHF) {
      require(
          data.hasDemonstrations() || data.hasPreferences(),
          "data.directory",
          "what './aihf mujoco collect' writes");
    }
    if (sac.preloadDemonstrations()) {
      require(data.hasDemonstrations(), "data.directory", "demonstrations for the replay");
    }
    data.check();
    loop.check();
    reward.check();
    cloning.check();
    evaluation.check();
    checkBest();
    sac.config();
    Range.atLeast(0, "checkpoint.every", checkpoint.every());
    Range.atLeast(0, "checkpoint.minutes", checkpoint.minutes());
    Range.atLeast(1, "engine.threads", engine.threads());
  }

  private void checkBest() {
    best.check();
    if (best.isOn() && method == Method.BC) {
      throw new UserError(
          "option 'best.metric' is '%s', but method 'bc' is evaluated only once, at its end"
              .formatted(best.metric()));
    }
    if (best.isOn() && !best.ofEvaluations()) {
      throw new UserError(
          "option 'best.metric' is '%s'; in control it is a metric of evaluations, such as eval/true_reward"
              .formatted(best.metric()));
    }
  }

  private void require(boolean present, String key, String what) {
    if (!present) {
      throw new UserError("method '%s' needs '%s': %s".formatted(method.label(), key, what));
    }
  }
}
