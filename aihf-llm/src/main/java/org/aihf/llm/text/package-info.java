/** From text to token ids and back, the same way in training, scoring and sampling. */
@NullMarked
package org.aihf.llm.text;

import org.jspecify.annotations.NullMarked;
