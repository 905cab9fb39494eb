/**
 * Language models as {@link org.aihf.score.ScoreModel}s, read from and written to Hugging Face
 * directories.
 *
 * <p>Start with {@link org.aihf.llm.model.CausalLm} (its scalars are the log-probabilities of
 * completion tokens) and {@link org.aihf.llm.model.SequenceClassifier} (one scalar per sequence).
 * Both are a {@code Network}: weights by their Hugging Face names, an optimiser, and a TorchScript
 * kernel put together from the {@code .py} files among this package's resources ({@code gpt_neox}
 * and {@code llama} are the families). A {@code Pass} is one micro-batch: its tokens are packed
 * without padding ({@code PackedTokens}), a prompt with several answers once, and laid out for the
 * kernel ({@code TokenLayout}). {@link org.aihf.llm.model.Decoder} samples.
 */
@NullMarked
package org.aihf.llm.model;

import org.jspecify.annotations.NullMarked;
