package io.github.opendcr.autoconfigure;

import java.util.LinkedHashSet;

import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.server.SeamSettings;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties into the settings of each room.
 */
final class DcrPropertiesMapper {

	private final DcrProperties properties;

	DcrPropertiesMapper(DcrProperties properties) {
		this.properties = properties;
	}

	/**
	 * Return the path of the client registration endpoint.
	 */
	String asPath() {
		String path = this.properties.path();
		if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
			throw new InvalidConfigurationPropertyValueException("dcr.path", path,
					"It must be one or more segments of letters, digits and '-._~', each after a '/'.");
		}
		return path;
	}

	SeamSettings asSeamSettings() {
		return new SeamSettings(asPath(), this.properties.allowedTokenEndpointAuthMethods().contains("none"),
				this.properties.publicClients().refreshTokens(), this.properties.cors().allowedOrigins());
	}

	RegistrationSettings asRegistrationSettings() {
		DcrProperties.RegistrationAccessToken token = this.properties.registrationAccessToken();
		DcrProperties.ClientSecret secret = this.properties.clientSecret();
		return new RegistrationSettings(this.properties.management().enabled(), token.scope(), token.timeToLive(),
				token.rotateOnUpdate(), secret.timeToLive(), secret.rotateOnUpdate(), this.properties.requireProofKey(),
				this.properties.requireAuthorizationConsent());
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

}
