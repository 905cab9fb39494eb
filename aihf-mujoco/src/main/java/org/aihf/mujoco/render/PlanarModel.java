package org.aihf.mujoco.render;

import java.util.ArrayList;
import java.util.List;
import org.aihf.UserError;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The forward kinematics of an MJCF that moves in the x-z plane only: slides in the plane, hinges
 * about y, links drawn as capsules. Enough to know from qpos where every link is.
 */
final class PlanarModel {
  /**
   * A link in the world: its axis from (x1, z1) to (x2, z2), and which limb it belongs to (0 =
   * trunk).
   */
  record Capsule(double x1, double z1, double x2, double z2, double radius, int limb) {}

  private record Link(double x1, double z1, double x2, double z2, double radius) {}

  /** {@code hinge} turns about (x, z) in the body's frame; a slide moves along (x, z). */
  private record Joint(boolean hinge, double x, double z, double sign, double reference) {}

  private record Body(
      @Nullable Body parent, double x, double z, List<Joint> joints, List<Link> links, int limb) {}

  /** Position, and rotation about +y. */
  private record Frame(double x, double z, double angle) {
    double worldX(double localX, double localZ) {
      return x + Math.cos(angle) * localX + Math.sin(angle) * localZ;
    }

    double worldZ(double localX, double localZ) {
      return z - Math.sin(angle) * localX + Math.cos(angle) * localZ;
    }
  }

  private final Mjcf mjcf;
  private final List<Body> bodies = new ArrayList<>();
  private final double radiansPerUnit;
  private int jointCount;

  private PlanarModel(Mjcf mjcf) {
    this.mjcf = mjcf;
    Element mujoco = mjcf.root();
    Element compiler = Mjcf.child(mujoco, "compiler");
    boolean radian = compiler != null && compiler.getAttribute("angle").equals("radian");
    radiansPerUnit = radian ? 1 : Math.PI / 180;
    Element world = Mjcf.child(mujoco, "worldbody");
    if (world == null) {
      throw new UserError("the model has no <worldbody> to draw");
    }
    refuseGenerated(mujoco);
    refuseGenerated(world);
    for (Element body : Mjcf.children(world, "body")) {
      add(body, null);
    }
  }

  /**
   * @throws UserError when the model is not planar, or uses what is not drawn
   */
  static PlanarModel parse(String mjcf) {
    return new PlanarModel(Mjcf.parse(mjcf));
  }

  /** Number of positions that {@link #pose} expects. */
  int jointCount() {
    return jointCount;
  }

  /**
   * Where the links are.
   *
   * @param positions qpos, length {@link #jointCount}
   */
  List<Capsule> pose(double[] positions) {
    if (positions.length != jointCount) {
      throw new IllegalArgumentException(
          positions.length + " positions for " + jointCount + " joints");
    }
    List<Capsule> capsules = new ArrayList<>();
    List<Frame> frames = new ArrayList<>();
    int joint = 0;
    for (Body body : bodies) {
      Frame parent =
          body.parent == null ? new Frame(0, 0, 0) : frames.get(bodies.indexOf(body.parent));
      Frame frame =
          new Frame(parent.worldX(body.x, body.z), parent.worldZ(body.x, body.z), parent.angle);
      for (Joint each : body.joints) {
        frame = moved(frame, each, positions[joint++]);
      }
      frames.add(frame);
      for (Link link : body.links) {
        capsules.add(
            new Capsule(
                frame.worldX(link.x1, link.z1),
                frame.worldZ(link.x1, link.z1),
                frame.worldX(link.x2, link.z2),
                frame.worldZ(link.x2, link.z2),
                link.radius,
                body.limb));
      }
    }
    return capsules;
  }

  private static Frame moved(Frame frame, Joint joint, double position) {
    double by = joint.sign * (position - joint.reference);
    if (!joint.hinge) {
      return new Frame(
          frame.worldX(by * joint.x, by * joint.z),
          frame.worldZ(by * joint.x, by * joint.z),
          frame.angle);
    }
    double anchorX = frame.worldX(joint.x, joint.z);
    double anchorZ = frame.worldZ(joint.x, joint.z);
    Frame turned = new Frame(0, 0, frame.angle + by);
    return new Frame(
        anchorX - turned.worldX(joint.x, joint.z),
        anchorZ - turned.worldZ(joint.x, joint.z),
        turned.angle);
  }

  /** Bodies that MuJoCo makes of these would be missing from the picture. */
  private static void refuseGenerated(Element element) {
    for (String maker : new String[] {"include", "frame", "replicate", "composite", "attach"}) {
      Element found = Mjcf.child(element, maker);
      if (found != null) {
        refuse(found, true, "stands for bodies that are written elsewhere");
      }
    }
  }

  private void add(Element element, @Nullable Body parent) {
    for (String rotation : new String[] {"quat", "axisangle", "euler", "xyaxes", "zaxis"}) {
      refuse(element, element.hasAttribute(rotation), "is rotated by " + rotation);
    }
    refuse(element, element.hasAttribute("childclass"), "takes a class of defaults");
    refuse(element, Mjcf.child(element, "freejoint") != null, "moves freely");
    refuseGenerated(element);
    double[] at = mjcf.numbers(element, "pos", 0, 0, 0);
    List<Joint> joints = Mjcf.children(element, "joint").stream().map(this::joint).toList();
    jointCount += joints.size();
    List<Link> links = Mjcf.children(element, "geom").stream().map(this::link).toList();
    int limb = 0;
    if (parent != null) {
      limb =
          parent.parent == null
              ? 1 + (int) bodies.stream().filter(b -> b.parent == parent).count()
              : parent.limb;
    }
    Body body = new Body(parent, at[0], at[2], joints, links, limb);
    bodies.add(body);
    for (Element child : Mjcf.children(element, "body")) {
      add(child, body);
    }
  }

  private Joint joint(Element element) {
    refuse(element, element.hasAttribute("class"), "takes a class of defaults");
    String type = mjcf.attribute(element, "type");
    double[] axis = mjcf.numbers(element, "axis", 0, 0, 1);
    double[] at = mjcf.numbers(element, "pos", 0, 0, 0);
    double reference = mjcf.numbers(element, "ref", 0)[0];
    boolean hinge = type.isEmpty() || type.equals("hinge");
    refuse(element, !hinge && !type.equals("slide"), "is of type " + type);
    if (hinge) {
      refuse(element, axis[0] != 0 || axis[2] != 0 || axis[1] == 0, "does not turn about y");
      return new Joint(true, at[0], at[2], Math.signum(axis[1]), reference * radiansPerUnit);
    }
    refuse(element, axis[1] != 0, "slides out of the plane");
    double length = Math.hypot(axis[0], axis[2]);
    return new Joint(false, axis[0] / length, axis[2] / length, 1, reference);
  }

  private Link link(Element element) {
    refuse(element, element.hasAttribute("class"), "takes a class of defaults");
    String type = mjcf.attribute(element, "type");
    refuse(
        element,
        !type.isEmpty() && !type.equals("sphere") && !type.equals("capsule"),
        "is a " + type);
    double[] size = mjcf.numbers(element, "size", 0);
    if (element.hasAttribute("fromto")) {
      double[] ends = mjcf.numbers(element, "fromto", 0, 0, 0, 0, 0, 0);
      return new Link(ends[0], ends[2], ends[3], ends[5], size[0]);
    }
    for (String rotation : new String[] {"quat", "euler", "xyaxes", "zaxis"}) {
      refuse(element, element.hasAttribute(rotation), "is rotated by " + rotation);
    }
    double[] at = mjcf.numbers(element, "pos", 0, 0, 0);
    double[] turn = mjcf.numbers(element, "axisangle", 0, 1, 0, 0);
    refuse(element, turn[0] != 0 || turn[2] != 0, "is turned out of the plane");
    double angle = Math.signum(turn[1]) * turn[3] * radiansPerUnit;
    double half = type.equals("capsule") && size.length > 1 ? size[1] : 0;
    double dx = half * Math.sin(angle);
    double dz = half * Math.cos(angle);
    return new Link(at[0] - dx, at[2] - dz, at[0] + dx, at[2] + dz, size[0]);
  }

  private static void refuse(Element element, boolean bad, String why) {
    if (bad) {
      throw new UserError(
          "the side view draws planar models of capsules and spheres only; <"
              + element.getTagName()
              + " name=\""
              + element.getAttribute("name")
              + "\"> "
              + why);
    }
  }
}
