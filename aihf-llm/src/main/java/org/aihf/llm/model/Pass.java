package org.aihf.llm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.aihf.UserError;
import org.aihf.score.ScoreModel;
import org.aihf.torch.Kernel;

/** One forward (and backward) pass over some of the groups: a micro-batch. */
final class Pass {
  private final List<List<TokenSequence>> groups;
  private final int[] indices;
  private final Head head;
  private final PackedTokens packed = new PackedTokens();
  private final TokenLayout layout;
  private final long[] rows;
  private final int rowCount;

  Pass(LmConfig config, Head head, List<List<TokenSequence>> groups, int[] indices) {
    this.groups = groups;
    this.indices = indices;
    this.head = head;
    for (int g : indices) {
      for (TokenSequence sequence : groups.get(g)) {
        check(config, sequence);
      }
      packed.add(groups.get(g));
    }
    this.layout = new TokenLayout(packed, config.looksBothWays());
    this.rows = head.rows(packed, layout);
    this.rowCount = TokenLayout.roundUp(rows.length);
  }

  private static void check(LmConfig config, TokenSequence sequence) {
    if (sequence.length() > config.maxPositions()) {
      throw new UserError(
          "a prompt of %d and completion of %d tokens exceed the model's context of %d positions (max_position_embeddings); shorten them"
              .formatted(
                  sequence.prompt().length, sequence.completion().length, config.maxPositions()));
    }
    for (int i = 0; i < sequence.length(); i++) {
      if (sequence.id(i) < 0 || sequence.id(i) >= config.vocabularySize()) {
        throw new UserError(
            "token id %d is not one of the model's %d ids; the tokenizer belongs to another model"
                .formatted(sequence.id(i), config.vocabularySize()));
      }
    }
  }

  /** Whether no score depends on the model, as with empty completions. */
  boolean isEmpty() {
    return rows.length == 0;
  }

  List<PackedTokens.Member> members() {
    return packed.members();
  }

  NDList inputs(NDManager scope) {
    NDList inputs =
        new NDList(
            scope.create(layout.ids()),
            scope.create(layout.positions()),
            scope.create(Arrays.copyOf(rows, rowCount)));
    addArguments(scope, inputs);
    inputs.addAll(layout.plan(scope));
    return inputs;
  }

  private void addArguments(NDManager scope, NDList inputs) {
    for (long[] array : head.arguments(packed)) {
      inputs.add(scope.create(Arrays.copyOf(array, rowCount)));
    }
  }

  /** Inputs of the head's backward method; rows past the members' have coefficient 0. */
  NDList backwardInputs(NDManager scope, float[] coefficients, NDList saved) {
    NDList inputs = new NDList(scope.create(layout.ids()));
    addArguments(scope, inputs);
    int width = coefficients.length / rows.length;
    Shape shape = head instanceof Head.Tokens ? new Shape(rowCount) : new Shape(rowCount, width);
    inputs.add(scope.create(Arrays.copyOf(coefficients, rowCount * width), shape));
    for (NDArray array : saved) {
      inputs.add(Kernel.listItem("saved", array));
    }
    return inputs;
  }

  /** Writes the members' values to their places in {@code result[group]}. */
  void distribute(double[][] values, double[][][] result) {
    int next = 0;
    for (int g : indices) {
      int size = groups.get(g).size();
      result[g] = Arrays.copyOfRange(values, next, next + size);
      next += size;
    }
  }

  /** Asks the rule for every group's coefficients, in order of the members. */
  double[][] ask(ScoreModel.Coefficients rule, double[][] scalars) {
    double[][] coefficients = new double[scalars.length][];
    int next = 0;
    for (int g : indices) {
      int size = groups.get(g).size();
      double[][] scores = Arrays.copyOfRange(scalars, next, next + size);
      requireFinite("score", g, scores);
      double[][] answer = rule.of(g, scores);
      if (answer.length != size) {
        throw new IllegalArgumentException(
            "group " + g + " has " + size + " members but " + answer.length + " coefficient rows");
      }
      requireFinite("coefficient", g, answer);
      for (int m = 0; m < size; m++) {
        if (answer[m].length != scores[m].length) {
          throw new IllegalArgumentException(
              "member %d of group %d has %d scalars but %d coefficients"
                  .formatted(m, g, scores[m].length, answer[m].length));
        }
        coefficients[next + m] = answer[m];
      }
      next += size;
    }
    return coefficients;
  }

  private static void requireFinite(String what, int group, double[][] values) {
    for (int m = 0; m < values.length; m++) {
      for (int i = 0; i < values[m].length; i++) {
        if (!Double.isFinite(values[m][i])) {
          throw new ArithmeticException(
              "%s %d of member %d of group %d is %s".formatted(what, i, m, group, values[m][i]));
        }
      }
    }
  }
}
