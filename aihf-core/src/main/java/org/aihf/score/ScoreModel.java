package org.aihf.score;

import java.util.List;

/**
 * Something with trainable parameters θ whose scalar scores f(x; θ) can be evaluated and
 * differentiated.
 *
 * <p>An input has one or more scalars: a sequence reward has one, a language model has one
 * log-probability per completion token. Inputs come in <em>groups</em>: members of a group stay
 * together in one micro-batch, because their coefficients depend on one another (the two sides of a
 * pair) or because they share work (several answers to one prompt). How groups are packed into
 * micro-batches is the engine's business and never changes the result beyond rounding.
 *
 * <p>The gradient accumulates over any number of {@link #accumulate} calls until {@link #step}
 * applies and clears it.
 *
 * @param <X> an input
 */
public interface ScoreModel<X> extends AutoCloseable {

  /**
   * Scores without recording a gradient.
   *
   * @return {@code [group][member][scalar]}
   */
  double[][][] evaluate(List<List<X>> groups);

  /**
   * Adds {@code Σ c ∇f} to the gradient. The rule is asked once per group, in any order, with that
   * group's scores.
   *
   * @throws ArithmeticException if a score or a coefficient is not finite; names the group
   */
  void accumulate(List<List<X>> groups, Coefficients rule);

  /**
   * Descends along the accumulated gradient (of a <em>minimised</em> loss) and clears it.
   *
   * @param learningRate step size of this update
   * @return the global gradient norm before clipping
   * @throws ArithmeticException if the norm is not finite; names the parameter; the parameters are
   *     left unchanged
   */
  double step(double learningRate);

  @Override
  void close();

  /**
   * From the scores of one group to the coefficients ∂L/∂f, same shape: {@code [member][scalar]}.
   */
  @FunctionalInterface
  interface Coefficients {
    double[][] of(int group, double[][] scores);
  }
}
