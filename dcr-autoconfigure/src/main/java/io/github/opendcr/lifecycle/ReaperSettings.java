package io.github.opendcr.lifecycle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the reaper looks for, how often, and whether it deletes what it finds.
 *
 * @param interval the time between two runs
 * @param unusedAfter how long nobody may have used a client, or {@code null} for ever
 * @param neverUsedAfter how long nobody may have used a client that was never used, or
 * {@code null} for ever
 * @param observe whether it only says what it would delete
 * @since 0.1.0
 */
public record ReaperSettings(Duration interval, @Nullable Duration unusedAfter, @Nullable Duration neverUsedAfter,
		boolean observe) {
}
