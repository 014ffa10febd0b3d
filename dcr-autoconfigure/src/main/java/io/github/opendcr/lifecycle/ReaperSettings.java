package io.github.opendcr.lifecycle;

import java.time.Duration;

/**
 * When and how clients that have come to their end are deleted.
 *
 * @param interval the time between two runs
 * @param batchSize how many clients are looked up at once
 * @since 0.1.0
 */
public record ReaperSettings(Duration interval, int batchSize) {
}
