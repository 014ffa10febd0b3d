/**
 * The load generator: a process of its own, so that what it costs is counted apart.
 */
@NullMarked
package io.github.opendcr.benchmarks.load;

import org.jspecify.annotations.NullMarked;
