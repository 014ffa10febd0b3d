package io.github.opendcr.use;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * When clients were used last.
 *
 * @param from the earliest time, or {@code null}
 * @param until the latest time, or {@code null}
 * @param never whether they were never used; the times say nothing then
 * @since 0.1.0
 */
public record UsePeriod(@Nullable Instant from, @Nullable Instant until, boolean never) {
}
