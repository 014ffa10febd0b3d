/**
 * Requests with an {@code Idempotency-Key}. {@code web} looks for a kept answer before it
 * does anything ({@code KeptAnswers}); the straight line keeps a new one in the
 * transaction that does what it says.
 */
@NullMarked
package io.github.opendcr.idempotency;

import org.jspecify.annotations.NullMarked;
