/**
 * Language models as {@link org.aihf.score.ScoreModel}s, read from and written to Hugging Face
 * directories.
 *
 * <p>Start with {@link org.aihf.llm.model.CausalLm} (its scalars are the log-probabilities of
 * completion tokens) and {@link org.aihf.llm.model.SequenceClassifier} (one scalar per sequence).
 * Both run the TorchScript kernels among this package's resources: {@code gpt_neox.py} and {@code
 * llama.py} are the families, {@code backbone.py} and {@code attention.py} what they share, {@code
 * token_head.py} and {@code sequence_head.py} what is read off the last hidden state, {@code
 * decode.py} sampling.
 */
@NullMarked
package org.aihf.llm.model;

import org.jspecify.annotations.NullMarked;
