/**
 * The {@code aihf} command line, one small class per subcommand.
 *
 * <p>A new one is a {@code Callable<Integer>} with picocli's annotations and its name in {@link
 * org.aihf.examples.command.AihfCommand}'s list. It reports a user's mistake by throwing {@link
 * org.aihf.UserError} (exit code 2, the sentence alone on standard error); anything else that
 * escapes is ours (exit code 1). Results go to {@code spec.commandLine().getOut()}.
 */
@NullMarked
package org.aihf.examples.command;

import org.jspecify.annotations.NullMarked;
