/**
 * How long requests take, and what a node holds meanwhile.
 */
@NullMarked
package io.github.opendcr.reliability.measure;

import org.jspecify.annotations.NullMarked;
