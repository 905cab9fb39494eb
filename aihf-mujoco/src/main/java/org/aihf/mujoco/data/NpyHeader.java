package org.aihf.mujoco.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} array: magic, version, length and a Python dictionary (NumPy
 * Enhancement Proposal 1).
 *
 * @param dtype NumPy's type string, such as {@code <f4}
 * @param bytes of the whole header
 */
record NpyHeader(String dtype, long[] shape, int bytes) {
  /** NumPy's own limit is 10,000 characters; what is longer is no header. */
  private static final int MAX_LENGTH = 1 << 16;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DTYPE = Pattern.compile("'descr'\\s*:\\s*'([^']{1,16})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape'\\s*:\\s*\\(((?:\\s*\\d{1,18}L?\\s*,?)*)\\)");

  /** Bytes per number of the types that are read. */
  static final Map<String, Integer> WIDTHS =
      Map.ofEntries(
          Map.entry("<f4", 4),
          Map.entry("<f8", 8),
          Map.entry("|b1", 1),
          Map.entry("|i1", 1),
          Map.entry("|u1", 1),
          Map.entry("<i2", 2),
          Map.entry("<i4", 4),
          Map.entry("<i8", 8));

  /**
   * @throws Npz.Mistake saying what is wrong and what to do
   */
  static NpyHeader read(DataInputStream in) throws IOException {
    byte[] magic = new byte[8];
    try {
      in.readFully(magic);
      if (!Arrays.equals(MAGIC, Arrays.copyOf(magic, 6))) {
        throw new Npz.Mistake("is no .npy array; write it with numpy.savez");
      }
      int version = magic[6];
      if (version < 1 || version > 3) {
        throw new Npz.Mistake("has .npy version " + version + "; versions 1 to 3 are read");
      }
      byte[] size = new byte[version == 1 ? 2 : 4];
      in.readFully(size);
      long length = 0;
      for (int i = size.length - 1; i >= 0; i--) {
        length = length << 8 | size[i] & 0xFF;
      }
      if (length > MAX_LENGTH) {
        throw new Npz.Mistake(
            "has a header of %d bytes, more than %d; write plain numbers, no structured type"
                .formatted(length, MAX_LENGTH));
      }
      byte[] text = new byte[(int) length];
      in.readFully(text);
      return parse(new String(text, StandardCharsets.UTF_8), 8 + size.length + (int) length);
    } catch (EOFException e) {
      throw new Npz.Mistake("ends within its header; write the file again");
    }
  }

  private static NpyHeader parse(String text, int bytes) {
    Matcher dtype = DTYPE.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!dtype.find() || !fortran.find() || !shape.find()) {
      throw new Npz.Mistake(
          "has a header that is not understood; write plain numbers with numpy.savez");
    }
    if (!WIDTHS.containsKey(dtype.group(1))) {
      throw new Npz.Mistake(
          "has type '%s'; convert it with .astype(numpy.float32) (bool for terminated, numpy.int64 for episode_offsets)"
              .formatted(dtype.group(1)));
    }
    long[] extents =
        Pattern.compile("\\d+")
            .matcher(shape.group(1))
            .results()
            .mapToLong(extent -> Long.parseLong(extent.group()))
            .toArray();
    if (fortran.group(1).equals("True") && extents.length > 1) {
      throw new Npz.Mistake("is in Fortran order; pass it through numpy.ascontiguousarray");
    }
    return new NpyHeader(dtype.group(1), extents, bytes);
  }

  /** Bytes per number. */
  int width() {
    return WIDTHS.get(dtype);
  }

  /** Numbers in the array; negative when more than 2⁶³. */
  long elements() {
    long product = 1;
    for (long extent : shape) {
      if (extent != 0 && product > Long.MAX_VALUE / extent) {
        return -1;
      }
      product *= extent;
    }
    return product;
  }

  /** As Python writes it: {@code (1000, 11)}, {@code (1000,)}. */
  static String text(long... shape) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(shape[i]);
    }
    return text.append(shape.length == 1 ? ",)" : ")").toString();
  }
}
