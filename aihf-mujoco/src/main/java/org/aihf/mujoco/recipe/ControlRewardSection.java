package org.aihf.mujoco.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import org.aihf.UserError;
import org.aihf.mujoco.reward.ObservationScaling;
import org.aihf.mujoco.reward.OutputBound;
import org.aihf.mujoco.reward.RewardInput;
import org.aihf.mujoco.reward.RewardNetworkConfig;
import org.aihf.mujoco.reward.RewardView;
import org.aihf.objective.JointObjective;
import org.aihf.objective.MarginLoss;

/**
 * The learned reward and eq. 22.
 *
 * @param input what a step's reward depends on
 * @param hiddenSize units of each hidden layer
 * @param hiddenLayers how many there are
 * @param members networks in the ensemble
 * @param clamp bound of |r|; 0 for none
 * @param discount γ of R(τ) = Σ γ^t r
 * @param learningRate Adam's step size (the paper: 1e-4)
 * @param weightDecay weights shrink by {@code learning_rate * weight_decay} a step: keeps the
 *     reward from growing to the clamp, where it has no slope
 * @param demonstrationWeight w₁
 * @param demonstrationLoss {@code linear}: eq. 22 as printed, which {@code clamp} bounds; {@code
 *     logistic}: slopes that vanish once demonstrations are ahead
 * @param temperature β of the preference term: σ(ΔR / β)
 * @param demonstrationBatch demonstrations, and as many own samples, per reward step
 * @param preferenceBatch preference pairs per reward step
 * @param pretrainingSteps steps on preferences alone before policy alignment begins; RLHF's only
 *     ones
 * @param offset what is subtracted from a step's reward before the policy sees it: fragments of one
 *     length leave it open whether living is worth anything
 * @param scale what it is divided by
 */
public record ControlRewardSection(
    RewardInput input,
    int hiddenSize,
    int hiddenLayers,
    int members,
    double clamp,
    double discount,
    double learningRate,
    double weightDecay,
    double demonstrationWeight,
    DemonstrationLoss demonstrationLoss,
    double temperature,
    int demonstrationBatch,
    int preferenceBatch,
    int pretrainingSteps,
    RewardView.Offset offset,
    RewardView.Scale scale) {

  /** A convex decreasing function of R(τ^E) − R(τ^A). */
  public enum DemonstrationLoss {
    @JsonProperty("linear")
    LINEAR,
    @JsonProperty("logistic")
    LOGISTIC
  }

  static ControlRewardSection defaults() {
    return new ControlRewardSection(
        RewardInput.STATE_ACTION,
        64,
        2,
        1,
        10,
        1,
        1e-4,
        0,
        1,
        DemonstrationLoss.LINEAR,
        1,
        64,
        64,
        0,
        RewardView.Offset.MINIMUM,
        RewardView.Scale.DEVIATION);
  }

  void check() {
    if (hiddenSize < 1 || hiddenLayers < 0 || members < 1) {
      throw new UserError(
          "option 'reward.hidden_size', 'hidden_layers' and 'members' are %d, %d and %d; they must be at least 1, 0 and 1"
              .formatted(hiddenSize, hiddenLayers, members));
    }
    if (!(temperature > 0) || !(learningRate >= 0) || !(demonstrationWeight >= 0)) {
      throw new UserError(
          "option 'reward.temperature' is %s, 'learning_rate' %s, 'demonstration_weight' %s; they must be above 0, at least 0 and at least 0"
              .formatted(temperature, learningRate, demonstrationWeight));
    }
    if (!(weightDecay >= 0) || !(learningRate * weightDecay < 1)) {
      throw new UserError(
          "option 'reward.weight_decay' is %s; it must be at least 0 and, times 'reward.learning_rate' (%s), below 1"
              .formatted(weightDecay, learningRate));
    }
    if (demonstrationBatch < 1 || preferenceBatch < 1 || pretrainingSteps < 0) {
      throw new UserError(
          "option 'reward.demonstration_batch', 'preference_batch' and 'pretraining_steps' are %d, %d and %d; they must be at least 1, 1 and 0"
              .formatted(demonstrationBatch, preferenceBatch, pretrainingSteps));
    }
  }

  RewardNetworkConfig network(int observationSize, int actionSize, boolean absorbing) {
    int[] sizes =
        Collections.nCopies(hiddenLayers, hiddenSize).stream()
            .mapToInt(Integer::intValue)
            .toArray();
    RewardNetworkConfig plain = RewardNetworkConfig.of(observationSize, actionSize);
    return plain
        .withInput(input)
        .withHiddenSizes(sizes)
        .withEnsemble(members, 0)
        .withBound(clamp > 0 ? OutputBound.tanh(clamp) : OutputBound.none())
        .withScaling(ObservationScaling.FITTED)
        .withAbsorbing(absorbing)
        .withDiscount(discount)
        .withView(new RewardView(offset, scale))
        .withOptimizer(plain.optimizer().withWeightDecay(weightDecay));
  }

  JointObjective objective(boolean withDemonstrations) {
    MarginLoss loss =
        demonstrationLoss == DemonstrationLoss.LINEAR ? MarginLoss.LINEAR : MarginLoss.LOGISTIC;
    return new JointObjective(
        withDemonstrations ? demonstrationWeight : 0, loss, MarginLoss.LOGISTIC, temperature, 0);
  }
}
