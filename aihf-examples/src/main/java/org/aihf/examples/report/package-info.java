/**
 * {@code aihf report}: any number of run directories compared in one self-contained HTML file.
 *
 * <p>What it reads of a run directory ({@link org.aihf.run} describes the whole):
 *
 * <ul>
 *   <li>{@code manifest.json}: {@code method}, {@code group} (runs of one group are its seeds; the
 *       method if absent), {@code seed}, {@code status}, {@code seconds}, {@code command}, {@code
 *       versions}, and of {@code extra} {@code policy_steps} and {@code samples_drawn}; {@code
 *       environment} makes it a control run, {@code data_quality} a row of Table 1. Only this file
 *       is required.
 *   <li>{@code metrics.jsonl}: rows with {@code step} and {@code time} (seconds); those with {@code
 *       eval/true_reward}, {@code eval/learned_reward}, {@code eval/kl} or {@code
 *       eval/episode_length} become the curves.
 *   <li>{@code evaluation.jsonl}: rows {@code {prompt, completion, true_reward, learned_reward,
 *       kl}} of the finished policy: the table's figures, the distributions and the samples.
 *   <li>{@code returns.jsonl} and {@code policy.gif} of control runs: rows {@code {source, length,
 *       true_return, learned_return}} become the scatter charts, the film is embedded.
 *   <li>{@code config.yaml}: shown, and compared between groups.
 * </ul>
 *
 * <p>Another trainer's runs can be compared too by writing these files. Start reading at {@link
 * org.aihf.examples.report.Report}: {@code LanguageSections} and {@code ControlSections} say what
 * is shown of which runs. Charts are SVG made here; colours are CSS variables, so that the page
 * follows the reader's light or dark setting.
 */
@NullMarked
package org.aihf.examples.report;

import org.jspecify.annotations.NullMarked;
