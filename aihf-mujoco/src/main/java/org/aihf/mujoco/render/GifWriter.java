package org.aihf.mujoco.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes an endlessly repeated GIF frame by frame; the file appears under its name when it is
 * complete.
 */
public final class GifWriter implements AutoCloseable {
  /** Browsers slow down what is faster. */
  private static final double MAX_FRAMES_PER_SECOND = 25;

  private final Path target;
  private final Path aside;
  private final int stride;
  private final int delayHundredths;
  private final ImageWriter writer;
  private final ImageOutputStream stream;
  private int offered;

  /**
   * @param framesPerSecond of the frames that will be offered; what is above 25 is thinned out
   */
  public GifWriter(Path target, double framesPerSecond) throws IOException {
    this.target = target;
    stride = (int) Math.max(1, Math.ceil(framesPerSecond / MAX_FRAMES_PER_SECOND - 1e-9));
    delayHundredths = (int) Math.round(100 * stride / framesPerSecond);
    aside = target.resolveSibling(target.getFileName() + ".partial");
    Files.deleteIfExists(aside);
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    stream = ImageIO.createImageOutputStream(aside.toFile());
    if (stream == null) {
      throw new IOException("cannot write " + aside);
    }
    writer.setOutput(stream);
    writer.prepareWriteSequence(null);
  }

  /** Adds a frame, or skips it when frames come faster than a GIF shows them. */
  public void add(BufferedImage frame) throws IOException {
    if (offered++ % stride == 0) {
      writer.writeToSequence(new IIOImage(frame, null, metadata(frame)), null);
    }
  }

  private IIOMetadata metadata(BufferedImage frame) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(delayHundredths));
    if (offered == 1) {
      IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
      extension.setAttribute("applicationID", "NETSCAPE");
      extension.setAttribute("authenticationCode", "2.0");
      extension.setUserObject(new byte[] {1, 0, 0}); // sub-block 1: loop count 0, for ever
      IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(extension);
      root.appendChild(extensions);
    }
    metadata.setFromTree(format, root);
    return metadata;
  }

  @Override
  public void close() throws IOException {
    try {
      writer.endWriteSequence();
    } finally {
      writer.dispose();
      stream.close();
    }
    try {
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
