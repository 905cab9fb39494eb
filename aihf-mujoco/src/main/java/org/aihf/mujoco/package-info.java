/**
 * MuJoCo from Java, without a compiler: {@link org.aihf.mujoco.MujocoLibrary} finds and checks the
 * native library, {@link org.aihf.mujoco.MujocoModel} is a compiled MJCF (shareable, read-only),
 * {@link org.aihf.mujoco.MujocoData} one simulation of it.
 *
 * <pre>{@code
 * try (MujocoModel model = MujocoModel.load(Path.of("robot.xml"));
 *     MujocoData data = model.newData()) {
 *   data.ctrl().put(0, 0.5);
 *   data.step(4);
 *   double height = data.qpos().get(1);
 * }
 * }</pre>
 *
 * <p>Struct layouts change with nearly every MuJoCo release, so from 2.3.6 on only the official
 * state functions are used; Debian's 2.2.2, which has none, is read through a table of offsets for
 * exactly that version. Either way a self-test at load writes and reads a known state before
 * anything else runs ({@code StateSelfTest}). Environments are in {@link org.aihf.mujoco.env}.
 */
@NullMarked
package org.aihf.mujoco;

import org.jspecify.annotations.NullMarked;
