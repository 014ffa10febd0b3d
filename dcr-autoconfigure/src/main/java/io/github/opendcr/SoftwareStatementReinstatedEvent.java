package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * Published after a withdrawal was taken back, on the thread of the caller.
 *
 * @param issuer the issuer
 * @param softwareId the software, or {@code null} for what was withdrawn without one
 * @since 0.1.0
 */
public record SoftwareStatementReinstatedEvent(String issuer, @Nullable String softwareId) {
}
