package io.github.opendcr.registration;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How clients are registered and managed.
 *
 * @param managementEnabled whether clients get a registration access token (RFC 7592)
 * @param tokenScope the scope of registration access tokens
 * @param tokenTimeToLive how long they live, or {@code null} for as long as the client
 * @param rotateTokenOnUpdate whether an update replaces the registration access token
 * @param tokenRotationGrace how long an update can be repeated with the token that it
 * replaced; zero for not at all
 * @param rotateSecretOnUpdate whether an update replaces the client secret; one that has
 * expired is replaced in any case
 * @param secretRotationOverlap how long a client secret that is replaced works on
 * @since 0.1.0
 */
public record RegistrationSettings(boolean managementEnabled, String tokenScope, @Nullable Duration tokenTimeToLive,
		boolean rotateTokenOnUpdate, Duration tokenRotationGrace, boolean rotateSecretOnUpdate,
		Duration secretRotationOverlap) {
}
