package org.aihf.examples.bench;

/**
 * One process's figures.
 *
 * @param rate samples or tokens per second
 * @param peakMegabytes largest resident set of the process
 */
record Measurement(double rate, double peakMegabytes) {}
