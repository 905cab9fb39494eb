/**
 * Runs that go on where they were stopped: {@link org.aihf.run.resume.RunState} saves and resumes
 * phase by phase, {@link org.aihf.run.resume.Interruption} hears of Ctrl-C.
 */
@NullMarked
package org.aihf.run.resume;

import org.jspecify.annotations.NullMarked;
