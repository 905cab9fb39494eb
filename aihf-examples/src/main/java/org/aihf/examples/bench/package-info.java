/**
 * Benchmarks that run us and the peer in one session and print a ratio: {@code ./aihf bench llm}
 * against TRL and transformers. Each measurement is a process of its own, so that peak memory is
 * its own too.
 */
@NullMarked
package org.aihf.examples.bench;

import org.jspecify.annotations.NullMarked;
