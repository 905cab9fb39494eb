package org.aihf.mujoco.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How matrices lie in flat arrays: rows padded with zeros to whole vectors of any processor. */
public final class Layout {
  /** The widest vectors this processor computes with. */
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Rows are multiples of this many numbers: a multiple of every processor's vectors. */
  static final int UNIT = Math.max(16, SPECIES.length());

  /** Columns that a product takes at a time; weights lie in panels of so many. */
  static final int PANEL = 2 * SPECIES.length();

  private Layout() {}

  /** The least row that takes {@code columns} numbers. */
  public static int padded(int columns) {
    return (columns + UNIT - 1) / UNIT * UNIT;
  }

  /**
   * How far apart rows of activations lie: a vector more than {@code width} where a column would
   * otherwise meet few places of the cache, as at every multiple of 1 KiB.
   */
  public static int distance(int width) {
    return width % 256 == 0 ? width + UNIT : width;
  }

  /** Numbers of a matrix in panels. */
  static int inPanels(int rows, int columns) {
    return rows * ((columns + PANEL - 1) / PANEL * PANEL);
  }
}
