package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * What a policy says: everyone's below 'dcr', and over it each named one below
 * 'dcr.policies'. What isn't set is as the policy below says. Defaults are those of
 * PolicySettings, and in additional-spring-configuration-metadata.json.
 *
 * @param allowedGrantTypes Grant types that a client may be granted. Others that it asks
 * for are left out.
 * @param allowedResponseTypes Response types that a client may be granted. All that its
 * grant types have if not set.
 * @param allowedScopes Scopes that a client may be granted. Others that it asks for are
 * left out.
 * @param defaultScopes Scopes of a client that asks for none of the allowed ones. If a
 * policy doesn't set them, those of 'dcr.default-scopes' that it allows.
 * @param allowedTokenEndpointAuthMethods Methods by which a client may authenticate. A
 * client that asks for another is refused.
 * @param allowedApplicationTypes Values of application_type that a client may have. Any
 * if not set.
 * @param redirectUris Redirection URIs.
 * @param requireProofKey Whether registered clients with credentials must use PKCE.
 * Public ones always must.
 * @param requireAuthorizationConsent Whether users are asked for their consent to
 * registered clients.
 * @param requireSoftwareStatement Whether a client must send a software statement.
 * @param defaultMetadata Members that a client gets where it leaves them out, as a JSON
 * object.
 * @param forcedMetadata Members that a client gets whatever it sends, as a JSON object.
 * @param refusedMetadata Names of members that a client may not send.
 * @param approval Whether a client works as soon as it is registered, or waits for an
 * operator's approval.
 * @param clientTimeToLive How long a client lives. For ever if not set.
 * @param maxClients How many clients of one policy there may be at a time;
 * 'dcr.max-clients' is for those of none. Any number if not set.
 * @param clientSecret Client secrets.
 * @param publicClients Clients without a secret.
 * @param accessToken Access tokens.
 * @param refreshToken Refresh tokens.
 * @param authorizationCode Authorization codes.
 */
@ConfigurationProperties("dcr")
// @formatter:off
record DcrPolicyProperties(
		@Nullable List<String> allowedGrantTypes,
		@Nullable List<String> allowedResponseTypes,
		@Nullable List<String> allowedScopes,
		@Nullable List<String> defaultScopes,
		@Nullable List<String> allowedTokenEndpointAuthMethods,
		@Nullable List<String> allowedApplicationTypes,
		@DefaultValue RedirectUris redirectUris,
		@Nullable Boolean requireProofKey,
		@Nullable Boolean requireAuthorizationConsent,
		@Nullable Boolean requireSoftwareStatement,
		@Nullable String defaultMetadata,
		@Nullable String forcedMetadata,
		@Nullable List<String> refusedMetadata,
		@Nullable Approval approval,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration clientTimeToLive,
		@Nullable Integer maxClients,
		@DefaultValue ClientSecret clientSecret,
		@DefaultValue PublicClients publicClients,
		@DefaultValue AccessToken accessToken,
		@DefaultValue RefreshToken refreshToken,
		@DefaultValue AuthorizationCode authorizationCode) {
	// @formatter:on

	/**
	 * Return where the properties of a policy are.
	 * @param name the name of the policy, or {@code null} for everyone's
	 */
	static String prefix(@Nullable String name) {
		return (name != null) ? "dcr.policies." + name : "dcr";
	}

	/**
	 * Whether clients wait for an operator's approval.
	 */
	enum Approval {

		/**
		 * A client works as soon as it is registered.
		 */
		AUTOMATIC,

		/**
		 * A client works nowhere until an operator approves it.
		 */
		MANUAL

	}

	/**
	 * Redirection URIs.
	 *
	 * @param requireHttps Whether a redirection URI with a remote host needs https.
	 * @param allowedSchemes Private-use schemes, such as 'cursor', of redirection URIs
	 * that are allowed by name.
	 * @param allowPrivateUseSchemes Whether private-use schemes with a dot, such as
	 * 'com.example.app', are allowed in redirection URIs without being listed.
	 * @param allowedHosts Remote hosts of redirection URIs that are allowed,
	 * '*.example.com' for every host below a domain. Any host if empty.
	 * @param allowLoopback Whether redirection URIs may be http to localhost, 127.0.0.1
	 * and [::1], on any port.
	 * @param dropRefused Whether a redirection URI that isn't allowed is left out, as
	 * long as another one remains, instead of refusing the request.
	 */
	record RedirectUris(@Nullable Boolean requireHttps, @Nullable List<String> allowedSchemes,
			@Nullable Boolean allowPrivateUseSchemes, @Nullable List<String> allowedHosts,
			@Nullable Boolean allowLoopback, @Nullable Boolean dropRefused) {
	}

	/**
	 * Client secrets.
	 *
	 * @param timeToLive How long a client secret lives. For ever if not set.
	 */
	record ClientSecret(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive) {
	}

	/**
	 * Clients without a secret.
	 *
	 * @param refreshTokens Whether public clients are issued refresh tokens, which rotate
	 * on each use.
	 */
	record PublicClients(@Nullable Boolean refreshTokens) {
	}

	/**
	 * Access tokens.
	 *
	 * @param timeToLive How long an access token of a registered client lives. If not
	 * set, as a RegisteredClientCustomizer or Spring's default says.
	 */
	record AccessToken(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive) {
	}

	/**
	 * Refresh tokens.
	 *
	 * @param timeToLive How long a refresh token of a registered client lives. If not
	 * set, as a RegisteredClientCustomizer or Spring's default says.
	 * @param reuse Whether a refresh token stays the same when it is used; those of
	 * public clients never do. If not set, as a RegisteredClientCustomizer or Spring's
	 * default says.
	 */
	record RefreshToken(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive, @Nullable Boolean reuse) {
	}

	/**
	 * Authorization codes.
	 *
	 * @param timeToLive How long an authorization code for a registered client lives. If
	 * not set, as a RegisteredClientCustomizer or Spring's default says.
	 */
	record AuthorizationCode(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive) {
	}

}
