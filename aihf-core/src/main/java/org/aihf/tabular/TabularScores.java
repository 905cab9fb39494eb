package org.aihf.tabular;

import java.util.Arrays;
import java.util.List;
import org.aihf.score.ScoreModel;

/** One score per context and action, each its own parameter: the smallest {@link ScoreModel}. */
final class TabularScores implements ScoreModel<Choice> {
  private final double[][] table;
  private final double[][] gradient;

  /**
   * @param table {@code [context][action]}; becomes this model's own
   */
  TabularScores(double[][] table) {
    this.table = table;
    this.gradient = new double[table.length][table[0].length];
  }

  double[][] table() {
    return table;
  }

  @Override
  public double[][][] evaluate(List<List<Choice>> groups) {
    return groups.stream().map(this::scores).toArray(double[][][]::new);
  }

  @Override
  public void accumulate(List<List<Choice>> groups, Coefficients rule) {
    for (int g = 0; g < groups.size(); g++) {
      List<Choice> group = groups.get(g);
      double[][] scores = scores(group);
      double[][] coefficients = rule.of(g, scores);
      for (int m = 0; m < group.size(); m++) {
        double coefficient = coefficients[m][0];
        if (!Double.isFinite(coefficient) || !Double.isFinite(scores[m][0])) {
          clear();
          throw new ArithmeticException(
              "group %d: score %s, coefficient %s".formatted(g, scores[m][0], coefficient));
        }
        gradient[group.get(m).context()][group.get(m).action()] += coefficient;
      }
    }
  }

  @Override
  public double step(double learningRate) {
    double squares = 0;
    for (double[] row : gradient) {
      for (double g : row) {
        squares += g * g;
      }
    }
    if (Double.isFinite(squares)) {
      for (int c = 0; c < table.length; c++) {
        for (int a = 0; a < table[c].length; a++) {
          table[c][a] -= learningRate * gradient[c][a];
        }
      }
    }
    clear();
    if (!Double.isFinite(squares)) {
      throw new ArithmeticException("the gradient of the reward table is not finite");
    }
    return Math.sqrt(squares);
  }

  @Override
  public void close() {}

  private double[][] scores(List<Choice> group) {
    return group.stream()
        .map(choice -> new double[] {table[choice.context()][choice.action()]})
        .toArray(double[][]::new);
  }

  private void clear() {
    for (double[] row : gradient) {
      Arrays.fill(row, 0);
    }
  }
}
