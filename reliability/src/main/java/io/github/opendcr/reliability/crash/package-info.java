/**
 * Processes are killed under load.
 */
@NullMarked
package io.github.opendcr.reliability.crash;

import org.jspecify.annotations.NullMarked;
