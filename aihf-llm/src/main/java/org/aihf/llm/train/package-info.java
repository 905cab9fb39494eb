/**
 * Direct methods: one update at a time on fixed data. {@link org.aihf.llm.train.SftTrainer} (eq.
 * 2), {@link org.aihf.llm.train.DpoTrainer} (DPO and AIHF-DPO, eq. 13), {@link
 * org.aihf.llm.train.RewardTrainer} (eq. 8, and its static-pairs variant). The alternating method
 * is {@link org.aihf.Aihf}.
 */
@NullMarked
package org.aihf.llm.train;

import org.jspecify.annotations.NullMarked;
