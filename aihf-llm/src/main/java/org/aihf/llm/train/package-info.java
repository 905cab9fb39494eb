/**
 * Direct methods: one update at a time on fixed data. {@link org.aihf.llm.train.DirectTrainer}
 * (SFT, DPO with its relatives and AIHF-DPO: eq. 2 and 13, by their objective), {@link
 * org.aihf.llm.train.KtoTrainer}, {@link org.aihf.llm.train.SelfPlayTrainer} (eq. 14, SPIN), {@link
 * org.aihf.llm.train.RewardTrainer} (eq. 8, and its static-pairs variant). The alternating method
 * is {@link org.aihf.Aihf}.
 */
@NullMarked
package org.aihf.llm.train;

import org.jspecify.annotations.NullMarked;
