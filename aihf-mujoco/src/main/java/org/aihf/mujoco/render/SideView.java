package org.aihf.mujoco.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a planar robot from the side; the camera follows its trunk, ground tiles show its speed.
 */
public final class SideView {
  private static final double VISIBLE_HEIGHT = 2.4;
  private static final double GROUND_HEIGHT = 0.35;
  private static final double TILE = 0.5;
  private static final Color SKY = new Color(0xF3F5F7);
  private static final Color TILE_LIGHT = new Color(0xC9D1D9);
  private static final Color TILE_DARK = new Color(0xB4BEC8);
  private static final Color[] LIMBS = {
    new Color(0x2F3E4E), new Color(0x2A78B8), new Color(0xD9822B), new Color(0x3A9A5B)
  };

  private final PlanarModel model;

  private SideView(PlanarModel model) {
    this.model = model;
  }

  /**
   * @param mjcf text of a planar model
   * @throws org.aihf.UserError when it is not planar
   */
  public static SideView of(String mjcf) {
    return new SideView(PlanarModel.parse(mjcf));
  }

  /**
   * The robot at {@code positions} (qpos).
   *
   * @throws IllegalArgumentException when their number is not the model's
   */
  public BufferedImage render(double[] positions, int width, int height) {
    List<PlanarModel.Capsule> capsules = model.pose(positions);
    double eye = capsules.isEmpty() ? 0 : (capsules.get(0).x1() + capsules.get(0).x2()) / 2;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(SKY);
    graphics.fillRect(0, 0, width, height);
    double scale = height / VISIBLE_HEIGHT;
    graphics.translate(width / 2.0, height - GROUND_HEIGHT * scale);
    graphics.scale(scale, -scale);
    graphics.translate(-eye, 0);
    drawGround(graphics, eye, width / scale);
    // Later limbs are farther away.
    capsules.stream()
        .sorted(Comparator.comparingInt(SideView::depth).reversed())
        .forEach(capsule -> draw(graphics, capsule));
    graphics.dispose();
    return image;
  }

  /** The first limb in front, then the trunk, then the others. */
  private static int depth(PlanarModel.Capsule capsule) {
    return capsule.limb() == 1 ? 0 : capsule.limb() == 0 ? 1 : capsule.limb();
  }

  private static void drawGround(Graphics2D graphics, double eye, double visibleWidth) {
    long first = (long) Math.floor((eye - visibleWidth / 2) / TILE);
    long last = (long) Math.ceil((eye + visibleWidth / 2) / TILE);
    for (long tile = first; tile <= last; tile++) {
      graphics.setColor(Math.floorMod(tile, 2) == 0 ? TILE_LIGHT : TILE_DARK);
      graphics.fill(new Rectangle2D.Double(tile * TILE, -GROUND_HEIGHT, TILE, GROUND_HEIGHT));
    }
  }

  private static void draw(Graphics2D graphics, PlanarModel.Capsule capsule) {
    graphics.setColor(LIMBS[Math.min(capsule.limb(), LIMBS.length - 1)]);
    graphics.setStroke(
        new BasicStroke(
            (float) (2 * capsule.radius()), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(capsule.x1(), capsule.z1(), capsule.x2(), capsule.z2()));
  }
}
