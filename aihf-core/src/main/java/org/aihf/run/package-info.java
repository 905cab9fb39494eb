/**
 * What a run leaves on disk, and how it tells where it is.
 *
 * <p>A {@link org.aihf.run.RunDirectory} holds:
 *
 * <ul>
 *   <li>{@code config.yaml}: the recipe with every default filled in; feeding it back repeats the
 *       run.
 *   <li>{@code manifest.json}: {@link org.aihf.run.Manifest}: method, group, seed, command,
 *       versions, device, threads, SHA-256 of the data, times, how it ended.
 *   <li>{@code metrics.jsonl}: rows {@code {"step":n,"time":seconds,"iteration":k,...}} with TRL's
 *       metric names where TRL has one ({@code objective/kl}, {@code rewards/margins}). Periodic
 *       evaluation adds {@code eval/true_reward}, {@code eval/learned_reward} and {@code eval/kl}.
 *       The same values are TensorBoard scalars in {@code tensorboard/}.
 *   <li>{@code samples.jsonl}: rows {@code {"step", "prompt", "completion", "true_reward",
 *       "learned_reward", "kl"}}, a few prompts followed through training.
 *   <li>{@code evaluation.jsonl}: the same without {@code step}, every held-out prompt after the
 *       last step.
 *   <li>{@code returns.jsonl} and {@code policy.gif}, in control: rows {@code {"source", "length",
 *       "true_return", "learned_return"}}, one an episode of the finished policy and of the data,
 *       and how the policy moves.
 *   <li>{@code checkpoints/}: models in Hugging Face layout, or what a control task's are.
 *   <li>{@code state/}: what {@code --resume} continues from, until the run is finished.
 * </ul>
 *
 * <p>Whole files go through {@link org.aihf.run.AtomicFiles}; measurements through a {@link
 * org.aihf.run.MetricSink}; anything that takes more than two seconds shows {@link
 * org.aihf.run.Progress}.
 */
@NullMarked
package org.aihf.run;

import org.jspecify.annotations.NullMarked;
