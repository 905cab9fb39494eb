package org.aihf.mujoco.reward;

/** What a step's reward may depend on. */
public enum RewardInput {
  /** r(s): the state the action was taken in. */
  STATE,
  /** r(s, a), as in the paper. */
  STATE_ACTION,
  /** r(s, a, s'). */
  STATE_ACTION_NEXT_STATE;

  /** Numbers in an input. */
  int size(int observationSize, int actionSize) {
    return switch (this) {
      case STATE -> observationSize;
      case STATE_ACTION -> observationSize + actionSize;
      case STATE_ACTION_NEXT_STATE -> 2 * observationSize + actionSize;
    };
  }
}
