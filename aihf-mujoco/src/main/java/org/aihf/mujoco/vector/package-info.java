/**
 * Small dense networks on one processor core, at most of its peak rate, with the JVM's vectors
 * (module {@code jdk.incubator.vector}).
 *
 * <p>SAC's networks are so small that a call into a native library costs as much as what it
 * computes; here nothing leaves Java and activations stay in the cache. {@link
 * org.aihf.mujoco.vector.LinearLayer}, {@link org.aihf.mujoco.vector.ValueHead} and, both in one,
 * {@link org.aihf.mujoco.vector.ValueTail} compute and differentiate layers, {@link
 * org.aihf.mujoco.vector.SquashedGaussian} draws actions, {@link org.aihf.mujoco.vector.Adam}
 * steps; all rest on {@code MatrixProduct} and its tiles, and where a rectifier has left many zeros
 * on {@code SparseProduct} and {@code Selection}. Numbers lie row after row, every row padded with
 * zeros to whole vectors ({@link org.aihf.mujoco.vector.Layout}); weights, gradients and moments in
 * the panels that a product reads.
 *
 * <p>The module is an incubator: only this package may touch it, and only after {@link
 * org.aihf.mujoco.vector.VectorApi#isAvailable} said so. Every operation used is rounded the same
 * whether the JVM interprets or compiles it, so a run repeats bit for bit.
 */
@NullMarked
package org.aihf.mujoco.vector;

import org.jspecify.annotations.NullMarked;
