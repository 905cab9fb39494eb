/**
 * AIHF bound to language models: {@link org.aihf.llm.Completion} is the trajectory, {@link
 * org.aihf.llm.LmPolicy} the policy (RLOO, GRPO, ReMax; with a {@link org.aihf.llm.Critic}, {@link
 * org.aihf.llm.Ppo}), {@link org.aihf.llm.LmRewardModel} the reward. Judges that stay are {@link
 * org.aihf.llm.TextReward} (a lambda), {@link org.aihf.llm.ClassifierReward} (a model directory),
 * {@link org.aihf.llm.CommandReward} and {@link org.aihf.llm.HttpReward}; {@link
 * org.aihf.reward.WeightedReward} adds them up.
 *
 * <p>Below: {@code model} (backbones as TorchScript kernels), {@code text} (tokenizers), {@code
 * generate} (sampling), {@code train} (SFT, DPO, AIHF-DPO, reward training), {@code recipe} (YAML),
 * {@code eval}.
 */
@NullMarked
package org.aihf.llm;

import org.jspecify.annotations.NullMarked;
