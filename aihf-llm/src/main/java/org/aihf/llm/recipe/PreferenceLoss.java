package org.aihf.llm.recipe;

import java.util.EnumSet;
import java.util.Set;
import org.aihf.objective.AotObjective;
import org.aihf.objective.ChosenLikelihoodObjective;
import org.aihf.objective.DpoObjective;
import org.aihf.objective.ImplicitReward;
import org.aihf.objective.MarginLoss;
import org.aihf.objective.MixedObjective;
import org.aihf.objective.PairLoss;
import org.aihf.objective.PolicyObjective;
import org.aihf.objective.TokenWeights;

/** DPO and its relatives, by TRL's names. */
public enum PreferenceLoss {
  /** DPO. */
  SIGMOID,
  /** DPO of mean log-probabilities. */
  SIGMOID_NORM,
  /** SLiC, RSO. */
  HINGE,
  /** IPO, of mean log-probabilities. */
  IPO,
  /** cDPO: labels are wrong with probability {@code label_smoothing}. */
  CONSERVATIVE,
  /** Robust DPO, likewise. */
  ROBUST,
  /** EXO; {@code label_smoothing} 0 is taken as 0.001. */
  EXO_PAIR,
  /** NCA. */
  NCA_PAIR,
  /** BCO. */
  BCO_PAIR,
  /** SPPO with hard labels. */
  SPPO_HARD,
  /** APO, answers better than the model's. */
  APO_ZERO,
  /** APO, answers worse than the model's. */
  APO_DOWN,
  /** DiscoPOP. */
  DISCOPOP,
  /** AOT of pairs. */
  AOT,
  /** AOT of sides. */
  AOT_UNPAIRED,
  /** SimPO: no reference, {@code target_margin}. */
  SIMPO,
  /** CPO: no reference, plus the likelihood of chosen answers. */
  CPO,
  /** ORPO: no reference, {@code beta} is its λ. */
  ORPO,
  /** Likelihood of chosen answers. */
  SFT;

  /** Those that compare β f(log π/π⁰) of whole answers in a margin: f may be another. */
  static final Set<PreferenceLoss> TAKE_A_DIVERGENCE =
      EnumSet.of(SIGMOID, HINGE, CONSERVATIVE, ROBUST, EXO_PAIR, DISCOPOP);

  /** Those that take log π/π⁰ of whole answers: tokens may be weighted. */
  static final Set<PreferenceLoss> TAKE_TOKEN_WEIGHTS =
      EnumSet.of(
          SIGMOID,
          HINGE,
          CONSERVATIVE,
          ROBUST,
          EXO_PAIR,
          DISCOPOP,
          NCA_PAIR,
          BCO_PAIR,
          SPPO_HARD,
          APO_ZERO,
          APO_DOWN);

  private static final double DISCOPOP_TAU = 0.05;

  /** The objective with a section's β and options. */
  PolicyObjective objective(DirectSection section) {
    double beta = section.beta();
    double smoothing = section.labelSmoothing();
    return switch (this) {
      case SIGMOID -> dpo(MarginLoss.LOGISTIC, section);
      case SIGMOID_NORM -> DpoObjective.logistic(beta).with(TokenWeights.MEAN);
      case HINGE -> dpo(MarginLoss.HINGE, section);
      case IPO -> DpoObjective.ipo(beta);
      case CONSERVATIVE -> dpo(MarginLoss.conservative(smoothing), section);
      case ROBUST -> dpo(MarginLoss.robust(smoothing), section);
      case EXO_PAIR -> dpo(MarginLoss.exo(smoothing == 0 ? 1e-3 : smoothing), section);
      case NCA_PAIR -> dpo(PairLoss.nca(), section);
      case BCO_PAIR -> dpo(PairLoss.bco(), section);
      case SPPO_HARD -> dpo(PairLoss.sppo(beta), section);
      case APO_ZERO -> dpo(PairLoss.apoZero(), section);
      case APO_DOWN -> dpo(PairLoss.apoDown(), section);
      case DISCOPOP -> dpo(MarginLoss.discopop(DISCOPOP_TAU), section);
      case AOT -> new AotObjective(MarginLoss.conservative(smoothing), beta, true);
      case AOT_UNPAIRED -> new AotObjective(MarginLoss.conservative(smoothing), beta, false);
      case SIMPO -> DpoObjective.simpo(beta, section.targetMargin());
      case CPO -> MixedObjective.cpo(beta, 1);
      case ORPO -> MixedObjective.orpo(beta);
      case SFT -> new ChosenLikelihoodObjective();
    };
  }

  private static DpoObjective dpo(PairLoss loss, DirectSection section) {
    ImplicitReward reward =
        switch (section.divergence()) {
          case REVERSE_KL -> ImplicitReward.REVERSE_KL;
          case FORWARD_KL -> ImplicitReward.FORWARD_KL;
          case JENSEN_SHANNON -> ImplicitReward.JENSEN_SHANNON;
        };
    return new DpoObjective(loss, section.beta())
        .with(reward)
        .with(TokenWeights.lengthDesensitized(section.excessWeight()));
  }
}
