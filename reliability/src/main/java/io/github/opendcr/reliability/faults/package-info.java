/**
 * The database is gone, slow, silent, garbled, read-only, locked, full or out of
 * connections for a while: what is answered meanwhile, and what is left of it.
 */
@NullMarked
package io.github.opendcr.reliability.faults;

import org.jspecify.annotations.NullMarked;
