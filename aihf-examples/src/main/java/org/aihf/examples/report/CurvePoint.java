package org.aihf.examples.report;

/**
 * A metric at one step of training.
 *
 * @param seconds mean wall time of the seeds at that step
 */
record CurvePoint(long step, double seconds, Spread value) {}
