package org.aihf.mujoco;

import java.util.Arrays;
import org.aihf.UserError;

/**
 * Proves, before anything else runs, that state is read and written where this library keeps it: a
 * keyframe with unmistakable numbers must come back component by component. Catches wrong struct
 * offsets, moved state bits, and a locale in which MuJoCo misreads decimal points.
 */
final class StateSelfTest {
  private static final String MODEL =
      """
      <mujoco model="aihf state self-test">
        <option timestep="0.0078125"/>
        <worldbody>
          <body>
            <joint name="x" type="slide" axis="1 0 0"/>
            <joint name="y" type="slide" axis="0 1 0"/>
            <geom type="sphere" size="0.1" mass="1"/>
            <body pos="1 0 0">
              <joint name="spin" type="ball"/>
              <geom type="sphere" size="0.1" mass="1"/>
            </body>
          </body>
        </worldbody>
        <actuator>
          <motor joint="x"/>
          <motor joint="y"/>
          <motor joint="x"/>
        </actuator>
        <keyframe>
          <key time="7.25" qpos="0.5 -0.25 0.5 0.5 -0.5 0.5" qvel="1.5 2.5 3.5 4.5 5.5" ctrl="6.5 7.5 8.5"/>
        </keyframe>
      </mujoco>
      """;
  private static final double[] QPOS = {0.5, -0.25, 0.5, 0.5, -0.5, 0.5};
  private static final double[] QVEL = {1.5, 2.5, 3.5, 4.5, 5.5};
  private static final double[] CTRL = {6.5, 7.5, 8.5};

  private StateSelfTest() {}

  static void run(MujocoLibrary library) {
    long model = MujocoModel.compile(MODEL);
    long data = NativeMujoco.mj_makeData(model);
    NativeMujoco.mj_resetDataKeyframe(model, data, 0);
    try (DataState state = library.stateOf(model, data)) {
      state.pull();
      expect(library, "time", new double[] {state.time()}, 7.25);
      expect(library, "qpos", MujocoData.toArray(state.qpos()), QPOS);
      expect(library, "qvel", MujocoData.toArray(state.qvel()), QVEL);
      expect(library, "ctrl", MujocoData.toArray(state.ctrl()), CTRL);
      state.qvel().put(0, -1.0);
      state.push();
      state.ctrl().put(1, 42.0);
      state.pushControl();
      double[] saved = state.save();
      NativeMujoco.mj_resetData(model, data);
      state.restore(saved);
      expect(library, "restored qvel", new double[] {state.qvel().get(0)}, -1.0);
      expect(library, "restored ctrl", new double[] {state.ctrl().get(1)}, 42.0);
      NativeMujoco.mj_step(model, data);
      state.pull();
      expect(library, "time after a step", new double[] {state.time()}, 7.25 + 0.0078125);
    } finally {
      NativeMujoco.mj_deleteData(data);
      NativeMujoco.mj_deleteModel(model);
    }
  }

  private static void expect(
      MujocoLibrary library, String what, double[] actual, double... expected) {
    if (!Arrays.equals(actual, expected)) {
      throw new UserError(
          "the self-test of MuJoCo "
              + library.version()
              + " ("
              + library.path()
              + ") read "
              + what
              + " "
              + Arrays.toString(actual)
              + " where it had written "
              + Arrays.toString(expected)
              + "; this build lays its state out differently (or LC_NUMERIC is not C): use another one, for instance with"
              + " './aihf mujoco install'");
    }
  }
}
