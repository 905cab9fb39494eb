/**
 * Sampling from a {@link org.aihf.llm.model.CausalLm} with a key/value cache; every random number
 * comes from Java.
 */
@NullMarked
package org.aihf.llm.generate;

import org.jspecify.annotations.NullMarked;
