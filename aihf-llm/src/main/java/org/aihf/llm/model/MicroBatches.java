package org.aihf.llm.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits groups into forward passes: longest groups first, so that neighbours have similar lengths
 * and memory peaks at once.
 */
final class MicroBatches {
  private MicroBatches() {}

  /**
   * Indices of the groups of each pass.
   *
   * @param maxTokens most computed tokens of a pass of more than one group
   * @param maxCompletionTokens most completion tokens of such a pass
   */
  static List<int[]> split(
      List<List<TokenSequence>> groups, int maxTokens, int maxCompletionTokens) {
    PackedTokens[] sizes = new PackedTokens[groups.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = new PackedTokens();
      sizes[i].add(groups.get(i));
    }
    int[] order =
        IntStream.range(0, sizes.length)
            .filter(i -> !groups.get(i).isEmpty())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -sizes[i].tokens()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> passes = new ArrayList<>();
    for (int start = 0; start < order.length; ) {
      int end = start;
      int tokens = 0;
      int completionTokens = 0;
      while (end < order.length) {
        tokens += sizes[order[end]].tokens();
        completionTokens += sizes[order[end]].completionTokens();
        if (end > start && (tokens > maxTokens || completionTokens > maxCompletionTokens)) {
          break;
        }
        end++;
      }
      passes.add(java.util.Arrays.copyOfRange(order, start, end));
      start = end;
    }
    return passes;
  }
}
