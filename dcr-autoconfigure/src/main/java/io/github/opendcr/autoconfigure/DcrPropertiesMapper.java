package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.server.SeamSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of each room.
 */
final class DcrPropertiesMapper {

	private static final DataSize MAX_REQUEST_SIZE = DataSize.ofMegabytes(10);

	private final DcrProperties properties;

	DcrPropertiesMapper(DcrProperties properties) {
		this.properties = properties;
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

	SeamSettings asSeamSettings() {
		return new SeamSettings(asPath(), this.properties.allowedTokenEndpointAuthMethods().contains("none"),
				this.properties.publicClients().refreshTokens(), this.properties.cors().allowedOrigins());
	}

	RegistrationSettings asRegistrationSettings() {
		DcrProperties.RegistrationAccessToken token = this.properties.registrationAccessToken();
		DcrProperties.ClientSecret secret = this.properties.clientSecret();
		return new RegistrationSettings(this.properties.management().enabled(), token.scope(),
				notNegative("dcr.registration-access-token.time-to-live", token.timeToLive()), token.rotateOnUpdate(),
				notNegative("dcr.client-secret.time-to-live", secret.timeToLive()), secret.rotateOnUpdate(),
				this.properties.requireProofKey(), this.properties.requireAuthorizationConsent());
	}

	AllowedMetadataSettings asAllowedMetadataSettings() {
		return new AllowedMetadataSettings(new LinkedHashSet<>(this.properties.allowedGrantTypes()),
				new LinkedHashSet<>(this.properties.allowedScopes()), this.properties.defaultScopes(),
				new LinkedHashSet<>(this.properties.allowedTokenEndpointAuthMethods()),
				this.properties.publicClients().refreshTokens());
	}

	RedirectUriSettings asRedirectUriSettings() {
		DcrProperties.RedirectUris redirectUris = this.properties.redirectUris();
		return new RedirectUriSettings(redirectUris.requireHttps(), new LinkedHashSet<>(redirectUris.allowedSchemes()),
				redirectUris.allowedHosts(), redirectUris.allowLoopback());
	}

	private static @Nullable Duration notNegative(String property, @Nullable Duration timeToLive) {
		if (timeToLive != null && timeToLive.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, timeToLive,
					"It must not be negative; leave it out for a credential that doesn't expire.");
		}
		return timeToLive;
	}

}
