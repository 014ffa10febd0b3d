package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationTerms;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.server.SeamSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of each room.
 */
final class DcrPropertiesMapper {

	private static final List<String> AUTH_METHODS = List.of("client_secret_basic", "client_secret_post",
			"client_secret_jwt", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "none");

	private static final String IETF_GRANT_TYPES = "urn:ietf:params:oauth:grant-type:";

	private static final List<String> GRANT_TYPES = List.of("authorization_code", "refresh_token", "client_credentials",
			"implicit", "password", IETF_GRANT_TYPES + "device_code", IETF_GRANT_TYPES + "token-exchange",
			IETF_GRANT_TYPES + "jwt-bearer", IETF_GRANT_TYPES + "saml2-bearer");

	private static final DataSize MAX_REQUEST_SIZE = DataSize.ofMegabytes(10);

	private final DcrProperties properties;

	private final String prefix;

	DcrPropertiesMapper(DcrProperties properties) {
		this(properties, "dcr");
	}

	/**
	 * Create a mapper.
	 * @param prefix where the properties are that a message names
	 */
	DcrPropertiesMapper(DcrProperties properties, String prefix) {
		this.properties = properties;
		this.prefix = prefix;
	}

	/**
	 * Return the path of the client registration endpoint.
	 */
	String asPath() {
		String path = this.properties.path();
		if (!path.matches("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+")) {
			throw new InvalidConfigurationPropertyValueException("dcr.path", path,
					"It must be one or more segments of letters, digits and '-._~', each after a '/'.");
		}
		return path;
	}

	/**
	 * Return how much of a body is read.
	 */
	DataSize asMaxRequestSize() {
		DataSize size = this.properties.maxRequestSize();
		if (size.isNegative() || size.toBytes() == 0 || size.compareTo(MAX_REQUEST_SIZE) > 0) {
			throw new InvalidConfigurationPropertyValueException("dcr.max-request-size", size,
					"It must be from 1B to " + MAX_REQUEST_SIZE + ", since a body is read into memory.");
		}
		return size;
	}

	/**
	 * Return what the seams need to know: what any policy allows, the server must be able
	 * to do. Scopes are those of the usual policy: a client asks for all that discovery
	 * lists, and would be refused for one that is reserved for others.
	 */
	SeamSettings asSeamSettings(RegistrationPolicies policies, @Nullable String usualPolicy,
			DcrConsentProperties consent) {
		List<AllowedMetadataSettings> allowed = new ArrayList<>();
		Set<String> scopes = new LinkedHashSet<>();
		policies.forEach((name, policy) -> {
			allowed.add(policy.allowedMetadata());
			if (Objects.equals(name, usualPolicy)) {
				scopes.addAll(policy.allowedMetadata().defaultScopes());
				scopes.addAll(policy.allowedMetadata().scopes());
			}
		});
		return new SeamSettings(asPath(),
				allowed.stream()
					.flatMap((settings) -> settings.tokenEndpointAuthMethods().stream())
					.collect(Collectors.toCollection(LinkedHashSet::new)),
				scopes, allowed.stream().anyMatch(AllowedMetadataSettings::refreshTokensForPublicClients),
				this.properties.cors().allowedOrigins(), consent.openidAlone(), false);
	}

	RegistrationSettings asRegistrationSettings() {
		DcrProperties.RegistrationAccessToken token = this.properties.registrationAccessToken();
		return new RegistrationSettings(this.properties.management().enabled(), token.scope(),
				notNegative("dcr.registration-access-token.time-to-live", token.timeToLive()), token.rotateOnUpdate(),
				this.properties.clientSecret().rotateOnUpdate());
	}

	RegistrationTerms asTerms(DcrLifecycleProperties lifecycle) {
		Duration timeToLive = lifecycle.clientTimeToLive();
		if (timeToLive != null && timeToLive.toSeconds() < 1) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".client-time-to-live", timeToLive,
					"It must be a second or more; leave it out for clients that don't expire.");
		}
		return new RegistrationTerms(lifecycle.approval() == DcrLifecycleProperties.Approval.MANUAL, timeToLive,
				notNegative(this.prefix + ".client-secret.time-to-live", this.properties.clientSecret().timeToLive()),
				this.properties.requireAuthorizationConsent(), this.properties.requireProofKey());
	}

	AllowedMetadataSettings asAllowedMetadataSettings() {
		return asAllowedMetadataSettings(null, null);
	}

	AllowedMetadataSettings asAllowedMetadataSettings(@Nullable Set<String> responseTypes,
			@Nullable Set<String> applicationTypes) {
		List<String> authMethods = this.properties.allowedTokenEndpointAuthMethods();
		if (!AUTH_METHODS.containsAll(authMethods)) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".allowed-token-endpoint-auth-methods",
					authMethods,
					"A client could register for another method than " + AUTH_METHODS + ", but never authenticate.");
		}
		return new AllowedMetadataSettings(grantTypes(), responseTypes,
				new LinkedHashSet<>(scopes(this.prefix + ".allowed-scopes", this.properties.allowedScopes())),
				defaultScopes(), new LinkedHashSet<>(authMethods), applicationTypes,
				this.properties.publicClients().refreshTokens());
	}

	private Set<String> grantTypes() {
		List<String> grantTypes = this.properties.allowedGrantTypes();
		for (String grantType : grantTypes) {
			// RFC 6749 §4.5: one that isn't of its own is a URI
			if (!GRANT_TYPES.contains(grantType)
					&& (grantType.startsWith(IETF_GRANT_TYPES) || !grantType.contains(":"))) {
				throw new InvalidConfigurationPropertyValueException(this.prefix + ".allowed-grant-types", grantTypes,
						"There is no grant type '" + grantType + "'. It must be one of " + GRANT_TYPES
								+ ", or the URI of the application's own.");
			}
		}
		return new LinkedHashSet<>(grantTypes);
	}

	private List<String> defaultScopes() {
		List<String> scopes = scopes(this.prefix + ".default-scopes", this.properties.defaultScopes());
		if (!this.properties.allowedScopes().containsAll(scopes)) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".default-scopes", scopes,
					"Clients that ask for no scope would get some that nobody may ask for. Each must be one of "
							+ this.prefix + ".allowed-scopes, which are " + this.properties.allowedScopes() + ".");
		}
		return scopes;
	}

	RedirectUriSettings asRedirectUriSettings() {
		DcrProperties.RedirectUris redirectUris = this.properties.redirectUris();
		try {
			return new RedirectUriSettings(redirectUris.requireHttps(),
					new LinkedHashSet<>(lowerCase(redirectUris.allowedSchemes())),
					redirectUris.allowPrivateUseSchemes(), lowerCase(redirectUris.allowedHosts()),
					redirectUris.allowLoopback(), redirectUris.dropRefused());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".redirect-uris.allowed-schemes",
					redirectUris.allowedSchemes(), String.valueOf(ex.getMessage()));
		}
	}

	private static List<String> lowerCase(List<String> values) {
		return values.stream().map((value) -> value.toLowerCase(Locale.ROOT)).toList();
	}

	private static List<String> scopes(String property, List<String> scopes) {
		if (scopes.stream().anyMatch((scope) -> scope.isBlank() || scope.indexOf(' ') >= 0)) {
			throw new InvalidConfigurationPropertyValueException(property, scopes,
					"Each value must be one scope; separate several by commas.");
		}
		return scopes;
	}

	private static @Nullable Duration notNegative(String property, @Nullable Duration timeToLive) {
		if (timeToLive != null && timeToLive.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, timeToLive,
					"It must not be negative; leave it out for a credential that doesn't expire.");
		}
		return timeToLive;
	}

}
