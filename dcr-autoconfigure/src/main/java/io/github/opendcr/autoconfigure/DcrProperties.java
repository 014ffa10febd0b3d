package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of OAuth 2.0 Dynamic Client Registration.
 *
 * @param enabled Whether clients can register themselves.
 * @param path Path of the client registration endpoint. The client configuration endpoint
 * is one segment below it.
 * @param maxRequestSize Maximum size of a request's body.
 * @param permission Who may register a client. Ignored if the application has a
 * RegistrationPermission bean of its own.
 * @param registrationScope Scope that an access token needs for the permissions 'scope'
 * and 'initial-access-token'.
 * @param allowedGrantTypes Grant types that a client may be granted. Others that it asks
 * for are left out.
 * @param allowedScopes Scopes that a client may be granted. Others that it asks for are
 * left out.
 * @param defaultScopes Scopes of a client that asks for none of the allowed ones.
 * @param allowedTokenEndpointAuthMethods Methods by which a client may authenticate. A
 * client that asks for another is refused.
 * @param requireProofKey Whether registered clients with credentials must use PKCE.
 * Public ones always must.
 * @param requireAuthorizationConsent Whether users are asked for their consent to
 * registered clients.
 * @param redirectUris Redirection URIs.
 * @param registrationAccessToken Registration access tokens.
 * @param clientSecret Client secrets.
 * @param management Client configuration endpoint (RFC 7592).
 * @param publicClients Clients without a secret.
 * @param cors Cross-origin resource sharing.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr")
// @formatter:off
public record DcrProperties(
		@DefaultValue("false") boolean enabled,
		@DefaultValue("/oauth2/register") String path,
		@DefaultValue("32KB") DataSize maxRequestSize,
		@DefaultValue("authenticated") Permission permission,
		@DefaultValue("client.create") String registrationScope,
		@DefaultValue({ "authorization_code", "refresh_token" }) List<String> allowedGrantTypes,
		@DefaultValue List<String> allowedScopes,
		@DefaultValue List<String> defaultScopes,
		@DefaultValue({ "client_secret_basic", "client_secret_post", "private_key_jwt", "none" })
		List<String> allowedTokenEndpointAuthMethods,
		@DefaultValue("true") boolean requireProofKey,
		@DefaultValue("true") boolean requireAuthorizationConsent,
		@DefaultValue RedirectUris redirectUris,
		@DefaultValue RegistrationAccessToken registrationAccessToken,
		@DefaultValue ClientSecret clientSecret,
		@DefaultValue Management management,
		@DefaultValue PublicClients publicClients,
		@DefaultValue Cors cors) {
	// @formatter:on

	/**
	 * Who may register a client.
	 *
	 * @since 0.1.0
	 */
	public enum Permission {

		/**
		 * A user of the application's session, or the holder of an access token of this
		 * server.
		 */
		AUTHENTICATED,

		/**
		 * The holder of an access token of this server that carries the registration
		 * scope.
		 */
		SCOPE,

		/**
		 * The holder of an initial access token, or of an access token of this server
		 * that carries the registration scope.
		 */
		INITIAL_ACCESS_TOKEN,

		/**
		 * Anyone: open registration.
		 */
		ALLOW_ALL

	}

	/**
	 * How client secrets are stored.
	 *
	 * @since 0.1.0
	 */
	public enum SecretEncoding {

		/**
		 * As SHA-256, which suits 256 random bits.
		 */
		FAST,

		/**
		 * With the application's PasswordEncoder.
		 */
		APPLICATION

	}

	/**
	 * Redirection URIs.
	 *
	 * @param requireHttps Whether a remote host needs https.
	 * @param allowedSchemes Private-use schemes that are allowed by name.
	 * @param allowPrivateUseSchemes Whether private-use schemes with a dot, which are
	 * reversed domain names, are allowed without being listed.
	 * @param allowedHosts Remote hosts that are allowed, '*.example.com' for every host
	 * below a domain. Any host if empty.
	 * @param allowLoopback Whether http to localhost, 127.0.0.1 and [::1] is allowed, on
	 * any port.
	 * @param dropRefused Whether one that isn't allowed is left out, as long as another
	 * one remains, instead of refusing the request.
	 * @since 0.1.0
	 */
	public record RedirectUris(@DefaultValue("true") boolean requireHttps, @DefaultValue List<String> allowedSchemes,
			@DefaultValue("true") boolean allowPrivateUseSchemes, @DefaultValue List<String> allowedHosts,
			@DefaultValue("true") boolean allowLoopback, @DefaultValue("false") boolean dropRefused) {
	}

	/**
	 * Registration access tokens.
	 *
	 * @param scope Scope that is recorded with a token and checked when it is used.
	 * @param timeToLive How long a token lives. As long as its client if not set.
	 * @param rotateOnUpdate Whether an update replaces the token.
	 * @since 0.1.0
	 */
	public record RegistrationAccessToken(@DefaultValue("dcr:registration") String scope,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive,
			@DefaultValue("true") boolean rotateOnUpdate) {
	}

	/**
	 * Client secrets.
	 *
	 * @param timeToLive How long a secret lives. For ever if not set.
	 * @param encoding How secrets are stored.
	 * @param rotateOnUpdate Whether an update replaces the secret. One that has expired
	 * is replaced in any case.
	 * @since 0.1.0
	 */
	public record ClientSecret(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive,
			@DefaultValue("fast") SecretEncoding encoding, @DefaultValue("false") boolean rotateOnUpdate) {
	}

	/**
	 * Client configuration endpoint.
	 *
	 * @param enabled Whether clients can read, update and delete themselves.
	 * @since 0.1.0
	 */
	public record Management(@DefaultValue("true") boolean enabled) {
	}

	/**
	 * Clients without a secret.
	 *
	 * @param refreshTokens Whether public clients are issued refresh tokens, which rotate
	 * on each use.
	 * @since 0.1.0
	 */
	public record PublicClients(@DefaultValue("false") boolean refreshTokens) {
	}

	/**
	 * Cross-origin resource sharing.
	 *
	 * @param allowedOrigins Origins whose pages may use the registration endpoints, the
	 * token, PAR, revocation and UserInfo endpoints and the discovery documents.
	 * @since 0.1.0
	 */
	public record Cors(@DefaultValue List<String> allowedOrigins) {
	}

}
