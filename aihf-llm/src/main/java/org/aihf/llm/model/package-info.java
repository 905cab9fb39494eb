/**
 * Language models as {@link org.aihf.score.ScoreModel}s, read from and written to Hugging Face
 * directories.
 *
 * <p>Start with {@link org.aihf.llm.model.CausalLm} (its scalars are the log-probabilities of
 * completion tokens) and {@link org.aihf.llm.model.SequenceClassifier} (one scalar per sequence).
 * Both run the TorchScript kernels beside this package's resources: {@code gpt_neox.py} and {@code
 * llama.py} are the backbones, {@code heads.py} what is read off the last hidden state.
 */
@NullMarked
package org.aihf.llm.model;

import org.jspecify.annotations.NullMarked;
