package org.aihf.mujoco.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.aihf.UserError;
import org.aihf.mujoco.env.Environment;
import org.aihf.mujoco.env.Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Needs no native library. */
class SideViewTest {
  private static String model(String name) {
    try (InputStream in =
        Objects.requireNonNull(Environment.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Hopper-v5, hopper.xml",
    "HalfCheetah-v5, half_cheetah.xml",
    "Walker2d-v5, walker2d_v5.xml"
  })
  void linksAreWhereMujocosKinematicsPutsThem(String name, String file) {
    PlanarModel model = PlanarModel.parse(model(file));
    for (JsonNode pose : Fixture.read("gymnasium.json").get("kinematics").get(name)) {
      List<PlanarModel.Capsule> capsules = model.pose(Fixture.array(pose.get("qpos")));
      assertThat(capsules).hasSize(pose.get("centres").size());
      for (int i = 0; i < capsules.size(); i++) {
        PlanarModel.Capsule capsule = capsules.get(i);
        double[] centre = Fixture.array(pose.get("centres").get(i));
        assertThat((capsule.x1() + capsule.x2()) / 2)
            .as("link %d", i)
            .isCloseTo(centre[0], within(1e-6));
        assertThat((capsule.z1() + capsule.z2()) / 2)
            .as("link %d", i)
            .isCloseTo(centre[1], within(1e-6));
        assertThat(Math.hypot(capsule.x2() - capsule.x1(), capsule.z2() - capsule.z1()))
            .isCloseTo(pose.get("lengths").get(i).doubleValue(), within(1e-6));
      }
    }
  }

  @Test
  void theRobotStandsInThePicture() {
    double[] standing = {0, 1.25, 0, 0, 0, 0};
    BufferedImage image = SideView.of(model("hopper.xml")).render(standing, 320, 240);
    int scale = 100; // pixels a metre: 2.4 m are visible
    int ground = 240 - 35;
    assertThat(image.getRGB(160, ground - (int) (1.3 * scale))).as("torso").isEqualTo(0xFF2F3E4E);
    assertThat(image.getRGB(160, ground - (int) (0.8 * scale))).as("thigh").isEqualTo(0xFF2A78B8);
    assertThat(image.getRGB(40, ground - 100)).as("sky").isEqualTo(0xFFF3F5F7);
  }

  @Test
  void aGifHoldsTheFramesItsSpeedAllows(@TempDir Path directory) throws IOException {
    SideView view = SideView.of(model("half_cheetah.xml"));
    Path file = directory.resolve("run.gif");
    GifWriter.write(
        file,
        125,
        film -> {
          for (int i = 0; i < 50; i++) {
            double[] positions = {i * 0.05, 0, 0, 0, 0, 0, 0, 0, 0};
            film.accept(view.render(positions, 160, 120));
          }
        });
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var stream = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(10);
      assertThat(reader.getWidth(0)).isEqualTo(160);
    }
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains("NETSCAPE2.0");
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void whatTheDefaultsSayIsDrawn() {
    String body = "<body name='b'><joint/><geom %s fromto='0 0 0 0 0 1'/></body>";
    String model = "<mujoco>%s<worldbody>" + body + "</worldbody></mujoco>";
    String defaults = "<default><joint axis='0 1 0'/><geom type='capsule' size='0.1'/></default>";
    String written = model.replace("<joint/>", "<joint axis='0 1 0'/>");
    double[] quarter = {Math.PI / 2};
    assertThat(PlanarModel.parse(model.formatted(defaults, "")).pose(quarter))
        .isEqualTo(
            PlanarModel.parse(written.formatted("", "type='capsule' size='0.1'")).pose(quarter));
  }

  @ParameterizedTest
  @CsvSource({
    "<freejoint/>, <body name=\"b\"> moves freely",
    "<joint name='j' axis='1 0 0'/>, <joint name=\"j\"> does not turn about y",
    "<geom name='g' type='box'/>, <geom name=\"g\"> is a box",
    "<geom name='g' size='0.1 1' type='capsule' euler='0 90 0'/>, <geom name=\"g\"> is rotated by euler",
    "<geom name='g' class='thin'/>, <geom name=\"g\"> takes a class of defaults",
    "<include file='leg.xml'/>, <include name=\"\"> stands for bodies that are written elsewhere"
  })
  void whatIsNotPlanarIsRefused(String content, String reason) {
    String mjcf = "<mujoco><worldbody><body name='b'>" + content + "</body></worldbody></mujoco>";
    assertThatThrownBy(() -> SideView.of(mjcf))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith(reason);
  }
}
