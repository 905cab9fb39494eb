package org.aihf.mujoco.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.aihf.torch.AdamWConfig;

/**
 * Everything that makes a {@link RewardNetwork} what it is, but its weights; saved with them.
 *
 * @param observationSize numbers in an observation
 * @param actionSize numbers in an action
 * @param input what a step's reward depends on
 * @param hiddenSizes widths of the hidden layers, each followed by a ReLU
 * @param members networks in the ensemble; the reward is their mean
 * @param pessimism standard deviations of the members (divided by their number) that are taken off
 *     the mean, &gt;= 0
 * @param bound on each member's step reward
 * @param scaling of the observations, s' with the same moments as s; actions are left alone
 * @param absorbing whether the last number of an observation is the flag of {@link
 *     org.aihf.mujoco.env.AbsorbingState}: where it is 1, all actions are one action, seen as 0,
 *     and the state does not count in the scaling
 * @param discount γ of R(τ) = Σ γ^t r_t, in (0, 1]; t counts from a fragment's own start
 * @param view how a policy sees the reward
 * @param optimizer of all members
 */
public record RewardNetworkConfig(
    int observationSize,
    int actionSize,
    RewardInput input,
    List<Integer> hiddenSizes,
    int members,
    double pessimism,
    OutputBound bound,
    ObservationScaling scaling,
    boolean absorbing,
    double discount,
    RewardView view,
    AdamWConfig optimizer) {

  public RewardNetworkConfig {
    require(observationSize >= 1, "observationSize", observationSize, "at least 1");
    require(actionSize >= 1, "actionSize", actionSize, "at least 1");
    hiddenSizes = List.copyOf(hiddenSizes);
    for (int size : hiddenSizes) {
      require(size >= 1, "a hidden size", size, "at least 1");
    }
    require(members >= 1, "members", members, "at least 1");
    require(pessimism >= 0 && Double.isFinite(pessimism), "pessimism", pessimism, ">= 0");
    require(discount > 0 && discount <= 1, "discount", discount, "in (0, 1]");
  }

  /**
   * The paper's: r(s, a), (64, 64), plain Adam (its step size is 1e-4). γ is 0.99 as SAC's; no
   * ensemble, bound, scaling or offset.
   */
  public static RewardNetworkConfig of(int observationSize, int actionSize) {
    return new RewardNetworkConfig(
        observationSize,
        actionSize,
        RewardInput.STATE_ACTION,
        List.of(64, 64),
        1,
        0,
        OutputBound.none(),
        ObservationScaling.NONE,
        false,
        0.99,
        RewardView.raw(),
        AdamWConfig.defaults().withMaxGradientNorm(Double.POSITIVE_INFINITY));
  }

  public RewardNetworkConfig withInput(RewardInput value) {
    return with(draft -> draft.input = value);
  }

  public RewardNetworkConfig withHiddenSizes(int... values) {
    return with(draft -> draft.hiddenSizes = Arrays.stream(values).boxed().toList());
  }

  public RewardNetworkConfig withEnsemble(int size, double deviationsOff) {
    return with(
        draft -> {
          draft.members = size;
          draft.pessimism = deviationsOff;
        });
  }

  public RewardNetworkConfig withBound(OutputBound value) {
    return with(draft -> draft.bound = value);
  }

  public RewardNetworkConfig withScaling(ObservationScaling value) {
    return with(draft -> draft.scaling = value);
  }

  /** For observations of {@link org.aihf.mujoco.env.AbsorbingState}. */
  public RewardNetworkConfig withAbsorbing(boolean value) {
    return with(draft -> draft.absorbing = value);
  }

  public RewardNetworkConfig withDiscount(double value) {
    return with(draft -> draft.discount = value);
  }

  public RewardNetworkConfig withView(RewardView value) {
    return with(draft -> draft.view = value);
  }

  public RewardNetworkConfig withOptimizer(AdamWConfig value) {
    return with(draft -> draft.optimizer = value);
  }

  private RewardNetworkConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** Widths of the network from its input to its one output. */
  List<Integer> layerSizes() {
    List<Integer> sizes = new ArrayList<>(List.of(inputSize()));
    sizes.addAll(hiddenSizes);
    sizes.add(1);
    return sizes;
  }

  /** Numbers in the network's input. */
  int inputSize() {
    return input.size(observationSize, actionSize);
  }

  private static void require(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
    }
  }

  /** A copy whose components can be set, until it is finished. */
  private static final class Draft {
    private int observationSize;
    private int actionSize;
    private RewardInput input;
    private List<Integer> hiddenSizes;
    private int members;
    private double pessimism;
    private OutputBound bound;
    private ObservationScaling scaling;
    private boolean absorbing;
    private double discount;
    private RewardView view;
    private AdamWConfig optimizer;

    private Draft(RewardNetworkConfig from) {
      observationSize = from.observationSize;
      actionSize = from.actionSize;
      input = from.input;
      hiddenSizes = from.hiddenSizes;
      members = from.members;
      pessimism = from.pessimism;
      bound = from.bound;
      scaling = from.scaling;
      absorbing = from.absorbing;
      discount = from.discount;
      view = from.view;
      optimizer = from.optimizer;
    }

    private RewardNetworkConfig finish() {
      return new RewardNetworkConfig(
          observationSize,
          actionSize,
          input,
          hiddenSizes,
          members,
          pessimism,
          bound,
          scaling,
          absorbing,
          discount,
          view,
          optimizer);
    }
  }
}
