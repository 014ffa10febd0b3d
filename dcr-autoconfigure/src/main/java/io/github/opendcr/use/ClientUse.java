package io.github.opendcr.use;

import java.time.Instant;

/**
 * When a client was used.
 *
 * @param clientId the {@code client_id}
 * @param firstUsedAt when it was used first
 * @param lastUsedAt when it was used last, at most an hour too early
 * @since 0.1.0
 */
public record ClientUse(String clientId, Instant firstUsedAt, Instant lastUsedAt) {
}
