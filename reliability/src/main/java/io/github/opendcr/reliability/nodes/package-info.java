/**
 * One of two nodes is killed while the other goes on.
 */
@NullMarked
package io.github.opendcr.reliability.nodes;

import org.jspecify.annotations.NullMarked;
