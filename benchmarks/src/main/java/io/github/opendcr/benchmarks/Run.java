package io.github.opendcr.benchmarks;

import io.github.opendcr.benchmarks.load.Measurement;

/**
 * One measurement of one peer.
 *
 * @param round in which round it was measured
 * @param peer the name of the peer
 * @param measurement what was measured
 */
record Run(int round, String peer, Measurement measurement) {
}
