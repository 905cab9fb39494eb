package org.aihf.mujoco.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import org.aihf.mujoco.reward.ObservationScaling;
import org.aihf.mujoco.reward.OutputBound;
import org.aihf.mujoco.reward.RewardInput;
import org.aihf.mujoco.reward.RewardNetworkConfig;
import org.aihf.mujoco.reward.RewardView;
import org.aihf.objective.JointObjective;
import org.aihf.objective.MarginLoss;
import org.aihf.run.recipe.Range;

/**
 * The learned reward and eq. 22.
 *
 * @param input what a step's reward depends on
 * @param hiddenSize units of each hidden layer
 * @param hiddenLayers how many there are
 * @param members networks in the ensemble
 * @param clamp bound c of |r|, kept smoothly by c tanh(r / c); 0 for none
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

  /**
   * @throws org.aihf.UserError naming the key that is out of range
   */
  void check() {
    Range.between(1, SacSection.MOST_UNITS, "reward.hidden_size", hiddenSize);
    Range.between(0, 100, "reward.hidden_layers", hiddenLayers);
    Range.between(1, 1000, "reward.members", members);
    Range.atLeast(0, "reward.clamp", clamp);
    Range.share("reward.discount", discount);
    Range.atLeast(0, "reward.learning_rate", learningRate);
    Range.atLeast(0, "reward.weight_decay", weightDecay);
    if (!(learningRate * weightDecay < 1)) {
      throw Range.refuse(
          "reward.weight_decay",
          weightDecay,
          "below 1 / reward.learning_rate (" + 1 / learningRate + ")");
    }
    Range.atLeast(0, "reward.demonstration_weight", demonstrationWeight);
    Range.above("reward.temperature", temperature);
    Range.atLeast(1, "reward.demonstration_batch", demonstrationBatch);
    Range.atLeast(1, "reward.preference_batch", preferenceBatch);
    Range.atLeast(0, "reward.pretraining_steps", pretrainingSteps);
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
