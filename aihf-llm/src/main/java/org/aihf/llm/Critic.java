package org.aihf.llm;

import org.aihf.llm.model.ValueModel;
import org.aihf.torch.LearningRateSchedule;

/**
 * What PPO needs besides a policy.
 *
 * @param model the value model to train; stays the caller's to close
 * @param learningRate by rollout
 */
public record Critic(ValueModel model, LearningRateSchedule learningRate) {}
