/**
 * Exact cases with known answers: the paper's claims where nothing needs to be trusted.
 *
 * <ul>
 *   <li>The static case of Section 3.4 and A.3: {@link org.aihf.tabular.StaticEstimation} has the
 *       SFT, RLHF and AIHF policies by maximum likelihood, {@link org.aihf.tabular.TwoActions} is
 *       Example 1 and {@link org.aihf.tabular.LimitedCoverage} Example 2 with Fig. 9.
 *   <li>Small Markov decision processes: {@link org.aihf.tabular.SoftPolicyIteration} (eq. 9, 10),
 *       {@link org.aihf.tabular.MdpProblem} (L₁, L₂ and (37)) and {@link
 *       org.aihf.tabular.TheoremStudy} (Theorem 4.1).
 *   <li>{@link org.aihf.tabular.TabularPolicy} and {@link org.aihf.tabular.TabularReward}: the same
 *       {@link org.aihf.Aihf} loop as a language model's, on a table. {@link
 *       org.aihf.tabular.LinearWeights} is what a model of your own may start from
 *       (docs/how-to/own-policy.md).
 * </ul>
 */
@NullMarked
package org.aihf.tabular;

import org.jspecify.annotations.NullMarked;
