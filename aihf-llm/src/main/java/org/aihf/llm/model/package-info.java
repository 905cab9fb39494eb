/**
 * Language models as {@link org.aihf.score.ScoreModel}s, read from and written to Hugging Face
 * directories.
 *
 * <p>Start with {@link org.aihf.llm.model.CausalLm} (its scalars are the log-probabilities of
 * completion tokens) and {@link org.aihf.llm.model.SequenceClassifier} (one scalar per sequence).
 * Both are a {@code Network}: weights by their Hugging Face names, an optimiser, and a TorchScript
 * kernel put together from this package's resources: {@code gpt_neox.py} and {@code llama.py} are
 * the families, {@code backbone.py} and {@code attention.py} what they share, {@code token_head.py}
 * and {@code sequence_head.py} what is read off the last hidden state, {@code decode.py} sampling.
 *
 * <p>A {@code Pass} is one micro-batch: its tokens are packed without padding ({@code
 * PackedTokens}), a prompt with several answers once, and laid out for the kernel ({@code
 * TokenLayout}).
 */
@NullMarked
package org.aihf.llm.model;

import org.jspecify.annotations.NullMarked;
