/**
 * Measures the project's servers beside others and prints the results with the targets.
 */
@NullMarked
package io.github.opendcr.benchmarks;

import org.jspecify.annotations.NullMarked;
