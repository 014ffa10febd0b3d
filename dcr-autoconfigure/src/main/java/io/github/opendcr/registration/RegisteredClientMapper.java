package io.github.opendcr.registration;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.RegistrationTerms;
import io.github.opendcr.server.ClientRequirements;
import io.github.opendcr.server.DynamicClients;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.ConfigurationSettingNames;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Maps metadata to the client that Spring Authorization Server runs. Every value is taken
 * as it was granted; what the client has of settings beside them is kept.
 */
final class RegisteredClientMapper {

	private final List<RegisteredClientCustomizer> customizers;

	private final SharedSettings<ClientSettings> clientSettings = new SharedSettings<>();

	private final SharedSettings<TokenSettings> tokenSettings = new SharedSettings<>();

	RegisteredClientMapper(List<RegisteredClientCustomizer> customizers) {
		this.customizers = List.copyOf(customizers);
	}

	/**
	 * Map a registration onto a client that has its identifiers and its secret already.
	 * @param registration what was granted, with the status and the end of the client
	 * @param terms the terms on which the client was let in
	 * @param current the client as it was, or {@code null} if it is new
	 */
	RegisteredClient map(ClientRegistration registration, RegistrationTerms terms, RegisteredClient.Builder client,
			@Nullable RegisteredClient current) {
		ClientMetadata metadata = registration.metadata();
		String name = metadata.getClientName();
		client.clientAuthenticationMethod(ClientAuthenticationMethod.valueOf(metadata.getTokenEndpointAuthMethod()))
			.redirectUris((uris) -> uris.addAll(metadata.getRedirectUris()))
			.postLogoutRedirectUris((uris) -> uris.addAll(metadata.getPostLogoutRedirectUris()))
			.scopes((scopes) -> scopes.addAll(metadata.getScopes()))
			.clientName((name != null) ? name : "");
		for (String grantType : metadata.getGrantTypes()) {
			client.authorizationGrantType(new AuthorizationGrantType(grantType));
		}
		ClientSettings.Builder clientSettings = clientSettings(terms, metadata, current);
		TokenSettings.Builder tokenSettings = tokenSettings(current);
		if (!this.customizers.isEmpty()) {
			RegisteredClient customized = customize(
					client.clientSettings(clientSettings.build()).tokenSettings(tokenSettings.build()), metadata);
			clientSettings = ClientSettings.withSettings(customized.getClientSettings().getSettings());
			tokenSettings = TokenSettings.withSettings(customized.getTokenSettings().getSettings());
		}
		require(registration, terms, client, clientSettings, tokenSettings);
		return client.clientSettings(this.clientSettings.shared(clientSettings.build()))
			.tokenSettings(this.tokenSettings.shared(tokenSettings.build()))
			.build();
	}

	private RegisteredClient customize(RegisteredClient.Builder client, ClientMetadata metadata) {
		RegisteredClient mapped = client.build();
		this.customizers.forEach((customizer) -> customizer.customize(client, metadata));
		RegisteredClient customized = client.build();
		if (!customized.getId().equals(mapped.getId()) || !customized.getClientId().equals(mapped.getClientId())
				|| !Objects.equals(customized.getClientSecret(), mapped.getClientSecret())) {
			throw new IllegalStateException(
					"A RegisteredClientCustomizer must not change the id, the client_id or the secret");
		}
		return customized;
	}

	private static ClientSettings.Builder clientSettings(RegistrationTerms terms, ClientMetadata metadata,
			@Nullable RegisteredClient current) {
		ClientSettings.Builder settings = (current != null)
				? ClientSettings.withSettings(current.getClientSettings().getSettings()) : ClientSettings.builder();
		JwsAlgorithm algorithm = signingAlgorithm(metadata);
		settings.settings(
				(all) -> all.remove(ConfigurationSettingNames.Client.TOKEN_ENDPOINT_AUTHENTICATION_SIGNING_ALGORITHM));
		if (algorithm != null) {
			settings.tokenEndpointAuthenticationSigningAlgorithm(algorithm);
		}
		return settings.requireProofKey(terms.proofKeyRequired()).requireAuthorizationConsent(terms.consentRequired());
	}

	// keys and certificates stay in the registration, for which the column of the
	// settings is too narrow; by the kind of the algorithm Spring tells one method from
	// the other
	private static @Nullable JwsAlgorithm signingAlgorithm(ClientMetadata metadata) {
		String algorithm = metadata.getString("token_endpoint_auth_signing_alg");
		return switch (metadata.getTokenEndpointAuthMethod()) {
			case "private_key_jwt" ->
				(algorithm != null) ? SignatureAlgorithm.from(algorithm) : SignatureAlgorithm.RS256;
			case "client_secret_jwt" -> MacAlgorithm.HS256;
			default -> null;
		};
	}

	private static TokenSettings.Builder tokenSettings(@Nullable RegisteredClient current) {
		TokenSettings.Builder settings = (current != null)
				? TokenSettings.withSettings(current.getTokenSettings().getSettings()) : TokenSettings.builder();
		// what omitting means
		return settings.idTokenSignatureAlgorithm(SignatureAlgorithm.RS256).x509CertificateBoundAccessTokens(false);
	}

	/**
	 * A customizer that sets settings replaces all of them; what is required of every
	 * client that registers, and what this one requires, stays.
	 */
	private static void require(ClientRegistration registration, RegistrationTerms terms,
			RegisteredClient.Builder client, ClientSettings.Builder settings, TokenSettings.Builder tokens) {
		if (terms.proofKeyRequired()) {
			settings.requireProofKey(true);
		}
		if (terms.consentRequired()) {
			settings.requireAuthorizationConsent(true);
		}
		DynamicClients.mark(settings, registration.status(), registration.expiresAt());
		client.clientAuthenticationMethods((methods) -> {
			if (methods.contains(ClientAuthenticationMethod.NONE)) {
				settings.requireProofKey(true); // RFC 9700 §2.1.1
				tokens.reuseRefreshTokens(false); // RFC 9700 §4.14.2
			}
		});
		ClientRequirements.of(registration.metadata()).applyTo(settings, tokens);
		String algorithm = registration.metadata().getString("id_token_signed_response_alg");
		if (algorithm != null) {
			tokens.idTokenSignatureAlgorithm(Objects.requireNonNull(SignatureAlgorithm.from(algorithm)));
		}
	}

}
