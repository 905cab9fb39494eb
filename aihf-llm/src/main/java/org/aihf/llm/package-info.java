/**
 * AIHF bound to language models: {@link org.aihf.llm.Completion} is the trajectory, {@link
 * org.aihf.llm.LmPolicy} the policy (RLOO, GRPO, ReMax; with a {@link org.aihf.llm.Critic}, {@link
 * org.aihf.llm.Ppo}), {@link org.aihf.llm.LmRewardModel} the reward.
 *
 * <p>Below: {@code model} (Pythia and Llama backbones as TorchScript kernels), {@code text}
 * (tokenizers), {@code generate} (sampling), {@code train} (SFT, DPO, AIHF-DPO, reward training),
 * {@code recipe} (YAML), {@code eval}.
 */
@NullMarked
package org.aihf.llm;

import org.jspecify.annotations.NullMarked;
