package org.aihf.mujoco.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.aihf.run.AtomicFiles;

/** Writes endlessly repeated GIFs; a file appears whole or not at all. */
public final class GifWriter {
  /** Browsers slow down what is faster. */
  private static final double MAX_FRAMES_PER_SECOND = 25;

  private final int stride;
  private final int delayHundredths;
  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
  private int offered;

  private GifWriter(double framesPerSecond) {
    stride = (int) Math.max(1, Math.ceil(framesPerSecond / MAX_FRAMES_PER_SECOND - 1e-9));
    delayHundredths = (int) Math.round(100 * stride / framesPerSecond);
  }

  /**
   * Writes frames as they are made.
   *
   * @param framesPerSecond of the frames that are offered; what is above 25 is thinned out
   * @param film hands each frame to its argument
   * @throws org.aihf.UserError if the file cannot be written
   */
  public static void write(
      Path file, double framesPerSecond, Consumer<Consumer<BufferedImage>> film) {
    GifWriter gif = new GifWriter(framesPerSecond);
    AtomicFiles.write(
        file,
        out -> {
          try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            gif.writer.setOutput(stream);
            gif.writer.prepareWriteSequence(null);
            film.accept(gif::add);
            gif.writer.endWriteSequence();
          } catch (UncheckedIOException e) {
            throw e.getCause();
          } finally {
            gif.writer.dispose();
          }
        });
  }

  private void add(BufferedImage frame) {
    if (offered++ % stride != 0) {
      return;
    }
    try {
      writer.writeToSequence(new IIOImage(frame, null, metadata(frame)), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
}
