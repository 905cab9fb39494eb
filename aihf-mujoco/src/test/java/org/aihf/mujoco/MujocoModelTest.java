package org.aihf.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aihf.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsMujoco
class MujocoModelTest {
  private static final String PENDULUM =
      """
      <mujoco>
        <worldbody>
          <body>
            <joint name="pivot" type="hinge" axis="0 1 0" limited="false"/>
            <geom type="sphere" pos="0 0 -1" size="0.1" mass="2"/>
          </body>
        </worldbody>
        <actuator><motor joint="pivot" ctrllimited="true" ctrlrange="-1 1"/></actuator>
      </mujoco>
      """;

  @TempDir Path directory;

  @Test
  void compilesAndStepsAModel() {
    try (MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
        MujocoData data = model.newData()) {
      assertThat(model.totalMass()).isCloseTo(2, within(1e-12));
      assertThat(model.timestep()).isEqualTo(0.002);
      data.ctrl().put(0, 1.0);
      data.step(10);
      assertThat(data.time()).isCloseTo(0.02, within(1e-12));
      // torque 1 on inertia 2 l² + small sphere term for 0.02 s
      assertThat(data.qvel().get(0)).isCloseTo(0.02 / (2 + 2 * 0.4 * 0.01), within(1e-5));
      assertThat(data.warnings()).isEmpty();
      assertThat(data.diverged()).isFalse();
    }
  }

  @Test
  void savedStateContinuesBitForBit() {
    try (MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
        MujocoData data = model.newData();
        MujocoData other = model.newData()) {
      data.ctrl().put(0, 0.3);
      data.step(50);
      double[] saved = data.save();
      data.step(50);
      other.restore(saved);
      other.step(50);
      assertThat(other.time()).isEqualTo(data.time());
      assertThat(MujocoData.toArray(other.qpos())).isEqualTo(MujocoData.toArray(data.qpos()));
      assertThat(MujocoData.toArray(other.qvel())).isEqualTo(MujocoData.toArray(data.qvel()));
      assertThatThrownBy(() -> other.restore(new double[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not 1");
    }
  }

  @Test
  void anUnstableSimulationIsReportedRatherThanSilentlyReset() {
    try (MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
        MujocoData data = model.newData()) {
      data.step(5);
      data.setState(new double[] {0}, new double[] {1e11});
      data.step(3);
      assertThat(data.diverged()).isTrue();
      assertThat(data.warnings())
          .singleElement()
          .asString()
          .contains("Nan, Inf or huge value in QVEL");
      data.reset();
      data.step(1);
      assertThat(data.diverged()).isFalse();
      assertThat(data.warnings()).isEmpty();
    }
    assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
  }

  @Test
  void aFullBufferIsAWarningOfTheStepThatFilledIt() {
    String ball = "<body pos='0 0 0.2'><freejoint/><geom size='0.1' mass='1'/></body>";
    String crowd =
        "<mujoco><size njmax='10'/><worldbody><geom type='plane' size='5 5 .1'/>"
            + ball.repeat(40)
            + "</worldbody></mujoco>";
    try (MujocoModel model = MujocoModel.parse("crowd", crowd);
        MujocoData data = model.newData()) {
      assertThat(data.warnings()).isEmpty();
      data.step(1);
      assertThat(data.warnings())
          .anySatisfy(warning -> assertThat(warning).containsPattern("njmax|constraints"));
      data.reset();
      assertThat(data.warnings()).isEmpty();
    }
    assertThat(Path.of("MUJOCO_LOG.TXT")).doesNotExist();
  }

  @Test
  void aStateOfOnesOwnChoiceIsAFreshStartAfterADivergence() {
    try (MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
        MujocoData data = model.newData()) {
      data.setState(new double[] {0}, new double[] {1e11});
      data.step(3);
      assertThat(data.diverged()).isTrue();
      data.setState(new double[] {0.1}, new double[] {0});
      data.step(3);
      assertThat(data.diverged()).isFalse();
    }
  }

  @Test
  void closedObjectsRefuseUse() {
    MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
    MujocoData data = model.newData();
    model.close();
    data.step(1); // the native model lives on until its last data is closed
    data.close();
    data.close();
    model.close();
    assertThatThrownBy(() -> data.step(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(data::qpos).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(data::time).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(model::newData).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void stateOfTheWrongShapeOrNotFiniteIsRefused() {
    try (MujocoModel model = MujocoModel.parse("pendulum", PENDULUM);
        MujocoData data = model.newData()) {
      assertThatThrownBy(() -> data.setState(new double[2], new double[1]))
          .hasMessage("qpos of this model has 1 numbers, not 2");
      assertThatThrownBy(() -> data.setState(new double[1], new double[] {Double.NaN}))
          .hasMessage("qvel[0] is NaN");
      assertThatThrownBy(() -> data.setState(new double[] {1}, new double[2]))
          .hasMessage("qvel of this model has 1 numbers, not 2");
      assertThat(data.qpos().get(0)).as("what was refused changed nothing").isZero();
    }
  }

  @Test
  void mujocosOwnRefusalNamesTheFileAndTheReason() throws IOException {
    Path file = Files.writeString(directory.resolve("bad.xml"), "<mujoco><wordbody/></mujoco>");
    assertThatThrownBy(() -> MujocoModel.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + " is refused by MuJoCo: ")
        .hasMessageContaining("wordbody");
  }
}
