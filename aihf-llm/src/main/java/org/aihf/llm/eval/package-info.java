/** Judging a policy on held-out prompts. */
@NullMarked
package org.aihf.llm.eval;

import org.jspecify.annotations.NullMarked;
