/**
 * When clients were used last: noted beside their registrations, so that no request waits
 * for it. {@code lifecycle} collects uses and writes them to {@code ClientUseStore}, and
 * asks it for clients that nobody uses.
 */
@NullMarked
package io.github.opendcr.use;

import org.jspecify.annotations.NullMarked;
