@NullMarked
package org.aihf.llm;

import org.jspecify.annotations.NullMarked;
