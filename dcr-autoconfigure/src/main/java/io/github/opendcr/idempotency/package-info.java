/**
 * Requests with an {@code Idempotency-Key}: what they were answered, kept for whoever
 * sends the same again.
 */
@NullMarked
package io.github.opendcr.idempotency;

import org.jspecify.annotations.NullMarked;
