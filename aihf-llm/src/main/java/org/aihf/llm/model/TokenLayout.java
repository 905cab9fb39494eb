package org.aihf.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.aihf.torch.Kernel;

/**
 * Packed tokens as a kernel's arrays: ids, positions, and the plan of {@code attention.py}.
 *
 * <p>Stems of nearly one length, alone, are padded to that length instead: a little waste spares
 * all gathering. Padding follows a stem's tokens, which never look ahead. Sizes are rounded up: for
 * every new size oneDNN first generates code, which takes longer than a small model's arithmetic.
 */
final class TokenLayout {
  /** Part of the tokens that may be padding. */
  private static final double WASTE = 0.04;

  private final PackedTokens packed;
  private final boolean bothWays;
  private final int stemLength;
  private final int branchLength;
  private final boolean rectangular;
  private final int[] stemStart;
  private final int[] branchStart;
  private final int size;

  TokenLayout(PackedTokens packed) {
    this(packed, false);
  }

  /**
   * @param bothWays for an encoder: stems show padding, so their lengths are in the plan
   */
  TokenLayout(PackedTokens packed, boolean bothWays) {
    if (bothWays && !packed.branches().isEmpty()) {
      throw new IllegalArgumentException("prompts of an encoder depend on what follows them");
    }
    this.packed = packed;
    this.bothWays = bothWays;
    int longest = packed.stems().stream().mapToInt(PackedTokens.Stem::length).max().orElse(0);
    this.branchLength =
        packed.branches().stream().mapToInt(PackedTokens.Branch::length).max().orElse(0);
    long cells = (long) packed.stems().size() * roundUp(longest);
    this.rectangular =
        !bothWays && packed.branches().isEmpty() && cells <= packed.tokens() * (1 + WASTE);
    this.stemLength = rectangular ? roundUp(longest) : longest;
    this.stemStart = new int[packed.stems().size()];
    this.branchStart = new int[packed.branches().size()];
    int next = 0;
    for (int i = 0; i < stemStart.length; i++) {
      stemStart[i] = next;
      next += rectangular ? stemLength : packed.stems().get(i).length();
    }
    for (int i = 0; i < branchStart.length; i++) {
      branchStart[i] = next;
      next += packed.branches().get(i).length();
    }
    this.size = rectangular ? next : roundUp(next);
  }

  /** The next of 16 sizes per power of two: at most 6 % more. */
  static int roundUp(int size) {
    int step = Math.max(1, Integer.highestOneBit(size) / 16);
    return (size + step - 1) / step * step;
  }

  /** Token of a member's last id. */
  int lastToken(PackedTokens.Member member) {
    return tokenAt(member, member.sequence().length() - 1);
  }

  /** Token of the id at a position of prompt + completion. */
  int tokenAt(PackedTokens.Member member, int position) {
    int prompt = member.sequence().prompt().length;
    return member.branch() >= 0 && position >= prompt
        ? branchStart[member.branch()] + position - prompt
        : stemStart[member.stem()] + position;
  }

  /** Ids of all tokens; 0 for padding. */
  long[] ids() {
    long[] ids = new long[size];
    for (int i = 0; i < stemStart.length; i++) {
      copy(packed.stems().get(i).ids(), ids, stemStart[i]);
    }
    for (int i = 0; i < branchStart.length; i++) {
      copy(packed.branches().get(i).ids(), ids, branchStart[i]);
    }
    return ids;
  }

  private static void copy(TokenSequence from, long[] into, int start) {
    for (int j = 0; j < from.length(); j++) {
      into[start + j] = from.id(j);
    }
  }

  /** Position of every token in its own sequence; 0 for padding. */
  long[] positions() {
    long[] positions = new long[size];
    for (int i = 0; i < stemStart.length; i++) {
      for (int j = 0; j < packed.stems().get(i).length(); j++) {
        positions[stemStart[i] + j] = j;
      }
    }
    for (int i = 0; i < branchStart.length; i++) {
      PackedTokens.Branch branch = packed.branches().get(i);
      for (int j = 0; j < branch.length(); j++) {
        positions[branchStart[i] + j] = packed.stems().get(branch.stem()).length() + j;
      }
    }
    return positions;
  }

  /** The plan, as one list argument of a kernel. */
  NDList plan(NDManager scope) {
    List<NDArray> plan = new ArrayList<>();
    plan.add(scope.create(stemCells(), new Shape(stemStart.length, stemLength)));
    if (!rectangular) {
      plan.add(scope.create(cellOfToken()));
    }
    if (branchStart.length > 0) {
      long width = stemLength + branchLength;
      plan.add(scope.create(queryCells(), new Shape(branchStart.length, branchLength)));
      plan.add(scope.create(keyCells(), new Shape(branchStart.length, width)));
      plan.add(scope.create(branchStems().mapToLong(PackedTokens.Stem::length).toArray()));
    }
    if (bothWays) {
      plan.add(
          scope.create(packed.stems().stream().mapToLong(PackedTokens.Stem::length).toArray()));
    }
    NDList list = new NDList();
    plan.forEach(array -> list.add(Kernel.listItem("plan", array)));
    return list;
  }

  private java.util.stream.Stream<PackedTokens.Stem> branchStems() {
    return packed.branches().stream().map(branch -> packed.stems().get(branch.stem()));
  }

  private long[] stemCells() {
    long[] cells = new long[stemStart.length * stemLength];
    for (int i = 0; i < stemStart.length; i++) {
      fill(cells, i * stemLength, stemLength, stemStart[i], packed.stems().get(i).length());
    }
    return cells;
  }

  private long[] queryCells() {
    long[] cells = new long[branchStart.length * branchLength];
    for (int i = 0; i < branchStart.length; i++) {
      fill(
          cells, i * branchLength, branchLength, branchStart[i], packed.branches().get(i).length());
    }
    return cells;
  }

  private long[] keyCells() {
    int width = stemLength + branchLength;
    long[] cells = new long[branchStart.length * width];
    for (int i = 0; i < branchStart.length; i++) {
      PackedTokens.Branch branch = packed.branches().get(i);
      int stem = branch.stem();
      fill(cells, i * width, stemLength, stemStart[stem], packed.stems().get(stem).length());
      fill(cells, i * width + stemLength, branchLength, branchStart[i], branch.length());
    }
    return cells;
  }

  /**
   * Cells {@code at} on show tokens {@code start} on; those past {@code length} repeat the last.
   */
  private static void fill(long[] cells, int at, int width, int start, int length) {
    for (int j = 0; j < width; j++) {
      cells[at + j] = start + Math.min(j, length - 1);
    }
  }

  private long[] cellOfToken() {
    long[] cells = new long[size];
    for (int i = 0; i < stemStart.length; i++) {
      for (int j = 0; j < packed.stems().get(i).length(); j++) {
        cells[stemStart[i] + j] = (long) i * stemLength + j;
      }
    }
    long base = (long) stemStart.length * stemLength;
    for (int i = 0; i < branchStart.length; i++) {
      for (int j = 0; j < packed.branches().get(i).length(); j++) {
        cells[branchStart[i] + j] = base + (long) i * branchLength + j;
      }
    }
    return cells;
  }
}
