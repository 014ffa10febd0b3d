package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the policies that are bound to whoever lets a client in.
 *
 * @param policy Policy of those for whom neither an initial access token nor a permission
 * chooses one.
 * @param policies Policies by their names. What a policy leaves out is as the 'dcr.*'
 * property of the same name says.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr")
public record DcrPolicyProperties(@Nullable String policy, @DefaultValue Map<String, Policy> policies) {

	/**
	 * One policy.
	 *
	 * @param allowedGrantTypes Grant types that a client may be granted.
	 * @param allowedResponseTypes Response types that a client may be granted. All that
	 * its grant types have if not set.
	 * @param allowedScopes Scopes that a client may be granted.
	 * @param defaultScopes Scopes of a client that asks for none of the allowed ones. If
	 * not set, those of 'dcr.default-scopes' that 'allowed-scopes' has.
	 * @param allowedTokenEndpointAuthMethods Methods by which a client may authenticate.
	 * @param allowedApplicationTypes Values of application_type. Any if not set.
	 * @param redirectUris Redirection URIs.
	 * @param requireProofKey Whether clients with credentials must use PKCE.
	 * @param requireAuthorizationConsent Whether users are asked for their consent.
	 * @param requireSoftwareStatement Whether a client must send a software statement.
	 * @param defaultMetadata Members that a client gets where it leaves them out, as a
	 * JSON object.
	 * @param forcedMetadata Members that a client gets whatever it sends, as a JSON
	 * object.
	 * @param refusedMetadata Names of members that a client may not send.
	 * @param approval Whether a client works as soon as it is registered, or waits for an
	 * operator's approval.
	 * @param clientTimeToLive How long a client lives.
	 * @param maxClients How many clients may be registered under the policy at a time.
	 * Any number if not set.
	 * @param clientSecret Client secrets.
	 * @param publicClients Clients without a secret.
	 * @since 0.1.0
	 */
	// @formatter:off
	public record Policy(
			@Nullable List<String> allowedGrantTypes,
			@Nullable List<String> allowedResponseTypes,
			@Nullable List<String> allowedScopes,
			@Nullable List<String> defaultScopes,
			@Nullable List<String> allowedTokenEndpointAuthMethods,
			@Nullable List<String> allowedApplicationTypes,
			@DefaultValue RedirectUris redirectUris,
			@Nullable Boolean requireProofKey,
			@Nullable Boolean requireAuthorizationConsent,
			@DefaultValue("false") boolean requireSoftwareStatement,
			@DefaultValue("{}") String defaultMetadata,
			@DefaultValue("{}") String forcedMetadata,
			@DefaultValue List<String> refusedMetadata,
			DcrLifecycleProperties.@Nullable Approval approval,
			@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration clientTimeToLive,
			@Nullable Integer maxClients,
			@DefaultValue ClientSecret clientSecret,
			@DefaultValue PublicClients publicClients) {
		// @formatter:on
	}

	/**
	 * Redirection URIs.
	 *
	 * @param requireHttps Whether a remote host needs https.
	 * @param allowedSchemes Private-use schemes that are allowed by name.
	 * @param allowPrivateUseSchemes Whether private-use schemes with a dot, which are
	 * reversed domain names, are allowed without being listed.
	 * @param allowedHosts Remote hosts that are allowed. Any host if empty.
	 * @param allowLoopback Whether http to localhost, 127.0.0.1 and [::1] is allowed, on
	 * any port.
	 * @param dropRefused Whether one that isn't allowed is left out, as long as another
	 * one remains, instead of refusing the request.
	 * @since 0.1.0
	 */
	public record RedirectUris(@Nullable Boolean requireHttps, @Nullable List<String> allowedSchemes,
			@Nullable Boolean allowPrivateUseSchemes, @Nullable List<String> allowedHosts,
			@Nullable Boolean allowLoopback, @Nullable Boolean dropRefused) {
	}

	/**
	 * Client secrets.
	 *
	 * @param timeToLive How long a secret lives.
	 * @since 0.1.0
	 */
	public record ClientSecret(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive) {
	}

	/**
	 * Clients without a secret.
	 *
	 * @param refreshTokens Whether public clients are issued refresh tokens, which rotate
	 * on each use.
	 * @since 0.1.0
	 */
	public record PublicClients(@Nullable Boolean refreshTokens) {
	}

}
