package io.github.opendcr.server.client;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * What a client demands of the server for its own safety and Spring has no switch for.
 * Kept as client settings, so that it is at hand wherever the server has the client,
 * without another look-up.
 *
 * @param pushedRequests whether its authorization requests must be pushed (RFC 9126 §6)
 * @param dpopBound whether its access tokens must be bound to a key by DPoP (RFC 9449
 * §5.2)
 * @param certificateBound whether its access tokens must be bound to its certificate (RFC
 * 8705 §3.4)
 * @param authTime whether its ID tokens must say when the user logged in (OpenID Connect
 * Dynamic Client Registration 1.0 §2)
 * @param sector the host by which its subjects are pairwise (OpenID Connect Core 1.0 §8),
 * or {@code null} if they are public
 * @since 0.1.0
 */
public record ClientRequirements(boolean pushedRequests, boolean dpopBound, boolean certificateBound, boolean authTime,
		@Nullable String sector) {

	private static final String PUSHED_REQUESTS = "settings.client.dynamic-registration.pushed-requests";

	private static final String DPOP_BOUND = "settings.client.dynamic-registration.dpop-bound";

	private static final String CERTIFICATE_BOUND = "settings.client.dynamic-registration.certificate-bound";

	private static final String AUTH_TIME = "settings.client.dynamic-registration.auth-time";

	private static final String SECTOR = "settings.client.dynamic-registration.sector";

	/**
	 * Return the requirements that a client registers.
	 * @param metadata the metadata that it was granted
	 * @return the requirements
	 */
	public static ClientRequirements of(ClientMetadata metadata) {
		return new ClientRequirements(isTrue(metadata.get("require_pushed_authorization_requests")),
				isTrue(metadata.get("dpop_bound_access_tokens")),
				isTrue(metadata.get("tls_client_certificate_bound_access_tokens")),
				isTrue(metadata.get("require_auth_time")), sector(metadata));
	}

	/**
	 * Return the requirements of a client.
	 * @param client the client
	 * @return the requirements, none if it isn't a dynamic one
	 */
	public static ClientRequirements of(RegisteredClient client) {
		Map<String, Object> settings = client.getClientSettings().getSettings();
		return new ClientRequirements(isTrue(settings.get(PUSHED_REQUESTS)), isTrue(settings.get(DPOP_BOUND)),
				isTrue(settings.get(CERTIFICATE_BOUND)), isTrue(settings.get(AUTH_TIME)),
				(settings.get(SECTOR) instanceof String sector) ? sector : null);
	}

	/**
	 * Write the requirements into the settings of a client that is being built, and those
	 * that it no longer has out of them.
	 * @param clientSettings the client settings
	 * @param tokenSettings the token settings
	 */
	public void applyTo(ClientSettings.Builder clientSettings, TokenSettings.Builder tokenSettings) {
		// Booleans and Strings come back from the repository's JSON as they went in
		clientSettings.setting(PUSHED_REQUESTS, this.pushedRequests)
			.setting(DPOP_BOUND, this.dpopBound)
			.setting(CERTIFICATE_BOUND, this.certificateBound)
			.setting(AUTH_TIME, this.authTime)
			.settings((all) -> all.remove(SECTOR));
		if (this.sector != null) {
			clientSettings.setting(SECTOR, this.sector);
		}
		if (this.certificateBound) { // what the application requires of all clients stays
			tokenSettings.x509CertificateBoundAccessTokens(true);
		}
	}

	// OpenID Connect Core 1.0 §8.1. SectorIdentifiers has checked it.
	private static @Nullable String sector(ClientMetadata metadata) {
		if (!"pairwise".equals(metadata.getString("subject_type"))) {
			return null;
		}
		String document = metadata.getString("sector_identifier_uri");
		String host = URI.create((document != null) ? document : metadata.getRedirectUris().get(0)).getHost();
		return host.toLowerCase(Locale.ROOT);
	}

	private static boolean isTrue(@Nullable Object value) {
		return Boolean.TRUE.equals(value);
	}

}
