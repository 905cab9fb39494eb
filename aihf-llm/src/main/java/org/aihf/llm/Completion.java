package org.aihf.llm;

import org.aihf.llm.model.TokenSequence;

/**
 * A prompt and one answer to it: the trajectory of language-model alignment.
 *
 * @param prompt the prompt's text
 * @param text the answer's text, without special tokens
 * @param tokens both as the policy's token ids; a finished answer ends with the stop token, which
 *     is a trained action
 * @param finished whether the answer ended by itself (stop token) rather than at the length limit
 */
public record Completion(String prompt, String text, TokenSequence tokens, boolean finished) {}
