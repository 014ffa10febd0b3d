/**
 * The servers that are measured, and the database below them.
 */
@NullMarked
package io.github.opendcr.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
