/**
 * What becomes of a client after it registered. Operators enter at
 * {@code ClientLifecycle} ({@code StoredClientLifecycle}: approve, disable, delete,
 * adopt) and {@code ClientDirectory} (find and count). {@code ClientReaper} deletes what
 * has ended or what nobody uses, {@code ClientUses} notes uses; both are a
 * {@code RecurringTask} with a thread of its own.
 */
@NullMarked
package io.github.opendcr.lifecycle;

import org.jspecify.annotations.NullMarked;
