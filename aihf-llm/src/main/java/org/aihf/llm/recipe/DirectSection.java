package org.aihf.llm.recipe;

import java.util.ArrayList;
import java.util.List;
import org.aihf.llm.train.SelfPlayConfig;
import org.aihf.objective.AihfDpoObjective.Reduction;
import org.aihf.objective.MixedObjective;
import org.aihf.objective.MixedObjective.Term;
import org.aihf.objective.PolicyObjective;

/**
 * SFT, DPO and its relatives, KTO, AIHF-DPO, self-play.
 *
 * @param steps updates
 * @param demonstrationBatch demonstrations per update
 * @param preferenceBatch pairs (KTO: ratings) per update
 * @param loss of a pair, by TRL's name: DPO's, and that of AIHF-DPO and of self-play
 * @param addedLosses list of {loss, weight}: more losses of the same pairs, added to `loss`
 * @param beta β of the implicit reward β·log π/π⁰ (TRL: 0.1)
 * @param divergence from π⁰ that the implicit reward belongs to; losses of a margin take another
 *     than reverse-kl
 * @param labelSmoothing probability that a label is wrong: conservative, robust, exo-pair, aot
 * @param targetMargin γ of simpo (TRL: 0.5)
 * @param excessWeight LD-DPO's α: what the longer side's excess tokens count; 1: as all others
 * @param desirableWeight KTO's λ_D
 * @param undesirableWeight KTO's λ_U
 * @param demonstrationWeight w₁ of eq. 13 and 14
 * @param demonstrationReduction what eq. 13's demonstration term is a mean over
 * @param selfPlayReference π⁰ of self-play: that of the run (eq. 14), or the policy at the
 *     beginning of each epoch (SPIN)
 * @param discount γ of eq. 2
 */
public record DirectSection(
    int steps,
    int demonstrationBatch,
    int preferenceBatch,
    PreferenceLoss loss,
    List<AddedLoss> addedLosses,
    double beta,
    Divergence divergence,
    double labelSmoothing,
    double targetMargin,
    double excessWeight,
    double desirableWeight,
    double undesirableWeight,
    double demonstrationWeight,
    Reduction demonstrationReduction,
    SelfPlayConfig.Reference selfPlayReference,
    double discount,
    OptimizerSection optimizer) {

  /** One more loss of the same pairs, and how much it counts. */
  public record AddedLoss(PreferenceLoss loss, double weight) {}

  /** From what the policy's distance to π⁰ is measured (Wang et al. 2024). */
  public enum Divergence {
    /** DPO's. */
    REVERSE_KL,
    /** KL(π⁰‖π). */
    FORWARD_KL,
    /** The mean of both, to the mixture. */
    JENSEN_SHANNON
  }

  static DirectSection defaults() {
    return new DirectSection(
        100,
        16,
        16,
        PreferenceLoss.SIGMOID,
        List.of(),
        0.1,
        Divergence.REVERSE_KL,
        0,
        0.5,
        1,
        1,
        1,
        0.1,
        Reduction.TOKEN_MEAN,
        SelfPlayConfig.Reference.INITIAL,
        1,
        OptimizerSection.defaults());
  }

  /** The loss of preference pairs, with what is added to it. */
  PolicyObjective pairObjective() {
    PolicyObjective first = loss.objective(this);
    if (addedLosses.isEmpty()) {
      return first;
    }
    List<Term> terms = new ArrayList<>(List.of(new Term(1, first)));
    addedLosses.forEach(added -> terms.add(new Term(added.weight(), added.loss().objective(this))));
    return new MixedObjective(terms);
  }
}
