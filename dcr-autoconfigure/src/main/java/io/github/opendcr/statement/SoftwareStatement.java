package io.github.opendcr.statement;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;

/**
 * A software statement that was verified: what its issuer says of a piece of software.
 *
 * @param issuer its {@code iss}, of visible ASCII characters, 255 at most
 * @param softwareId its {@code software_id}, or {@code null} if it names none
 * @param claims the claims that are client metadata: none of those that concern the JWT
 * itself ({@code iss}, {@code aud}, {@code exp} and their like)
 * @param singleUse what to remember if the statement may register one client only, or
 * {@code null} if it may register any number
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2.3">RFC 7591
 * §2.3</a>
 */
public record SoftwareStatement(String issuer, @Nullable String softwareId, ClientMetadata claims,
		@Nullable SingleUse singleUse) {

	/**
	 * What to remember of a statement that may register one client only.
	 *
	 * @param id its {@code jti}, which the issuer gives to no other statement
	 * @param expiresAt when the statement is refused anyway, or {@code null} if never
	 * @since 0.1.0
	 */
	public record SingleUse(String id, @Nullable Instant expiresAt) {
	}

}
