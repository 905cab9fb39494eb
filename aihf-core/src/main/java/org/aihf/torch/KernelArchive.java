package org.aihf.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive written by hand: a zip of a small pickle (the module object), its source,
 * and no constants.
 *
 * <p>Version 10 of the format: with version 3, {@code 7 / 2} is 3.
 */
final class KernelArchive {
  private KernelArchive() {}

  static byte[] pack(String methods, List<String> tensorLists) throws IOException {
    StringBuilder source = new StringBuilder("class M(Module):\n");
    source.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    for (String list : tensorLists) {
      source.append("  ").append(list).append(" : List[Tensor]\n");
    }
    source.append(methods);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      entry(zip, "k/data.pkl", object(tensorLists));
      entry(zip, "k/code/__torch__.py", source.toString().getBytes(StandardCharsets.UTF_8));
      entry(zip, "k/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      entry(zip, "k/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** Pickle protocol 2 of {@code __torch__.M} with its attributes. */
  private static byte[] object(List<String> tensorLists) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x80);
    out.write(2);
    ascii(out, "c__torch__\nM\n)");
    out.write(0x81);
    ascii(out, "}(");
    string(out, "training");
    out.write(0x88);
    for (String list : tensorLists) {
      string(out, list);
      ascii(out, "ctorch.jit._pickle\nbuild_tensorlist\n]");
      out.write(0x85);
      ascii(out, "R");
    }
    ascii(out, "ub.");
    return out.toByteArray();
  }

  private static void string(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write('X');
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(bytes.length >>> shift);
    }
    out.writeBytes(bytes);
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
