/**
 * What people gave us: demonstrations and preferences, the JSONL files they come in, and seeded
 * samplers over them.
 *
 * <p>Read a file with {@link org.aihf.data.JsonlReader} and one of the row types ({@link
 * org.aihf.data.PromptRow}, {@link org.aihf.data.CompletionRow}, {@link
 * org.aihf.data.PreferenceRow}); a mistake in it becomes one sentence that names file, line and
 * field. A {@link org.aihf.data.Preference} is what the loop sees.
 */
@NullMarked
package org.aihf.data;

import org.jspecify.annotations.NullMarked;
