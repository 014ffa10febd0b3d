/**
 * What becomes of a client after it registered: its status, which an operator changes,
 * and its end.
 */
@NullMarked
package io.github.opendcr.lifecycle;

import org.jspecify.annotations.NullMarked;
