/**
 * When clients were used last: noted beside their registrations, so that no request waits
 * for it.
 */
@NullMarked
package io.github.opendcr.use;

import org.jspecify.annotations.NullMarked;
