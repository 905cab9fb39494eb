/**
 * Data as the paper makes them (Appendix A.2.1): roll out checkpoints of an expert's training, sort
 * them into classes by true return, compare low with medium, demonstrate with high.
 *
 * <pre>{@code
 * List<CheckpointData> data = Checkpoints.rollOut(environment, actors, 30_000, random);
 * CollectedData collected = CollectedData.of(data, CollectSettings.defaults(), random);
 * CollectedFiles.write(Path.of("data/hopper"), "Hopper-v4", collected, facts);
 * System.out.print(new QualityTable("Hopper-v4", collected));
 * }</pre>
 */
@NullMarked
package org.aihf.mujoco.collect;

import org.jspecify.annotations.NullMarked;
