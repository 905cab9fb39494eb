package org.aihf.mujoco;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of the native library: the build runs them twice, on the newest version and on Debian's,
 * because a JVM binds one. Where it is missing they are skipped with a sentence; in CI the newest
 * must be there.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("mujoco")
@ExtendWith(MujocoPresence.class)
public @interface NeedsMujoco {}
