/**
 * Three applications at the three servers of a Galera cluster.
 */
@NullMarked
package io.github.opendcr.reliability.galera;

import org.jspecify.annotations.NullMarked;
