/**
 * Servers to measure that aren't somebody else's program.
 */
@NullMarked
package io.github.opendcr.benchmarks.server;

import org.jspecify.annotations.NullMarked;
