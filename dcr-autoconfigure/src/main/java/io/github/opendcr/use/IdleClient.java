package io.github.opendcr.use;

import java.time.Instant;

/**
 * A client that nobody has used for some time.
 *
 * @param clientId the {@code client_id}
 * @param since when it was used last, or registered if it was never used
 * @since 0.1.0
 */
public record IdleClient(String clientId, Instant since) {
}
