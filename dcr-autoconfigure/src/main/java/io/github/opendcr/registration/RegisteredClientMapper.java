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
		client.clientAuthenticationMethod(new ClientAuthenticationMethod(metadata.getTokenEndpointAuthMethod()))
			.authorizationGrantTypes((grantTypes) -> metadata.getGrantTypes()
				.forEach((grantType) -> grantTypes.add(new AuthorizationGrantType(grantType))))
			.redirectUris((uris) -> uris.addAll(metadata.getRedirectUris()))
			.postLogoutRedirectUris((uris) -> uris.addAll(metadata.getPostLogoutRedirectUris()))
			.scopes((scopes) -> scopes.addAll(metadata.getScopes()))
			.clientName((name != null) ? name : "")
			.clientSettings(clientSettings(terms, metadata, current))
			.tokenSettings(tokenSettings(current));
		RegisteredClient mapped = client.build();
		this.customizers.forEach((customizer) -> customizer.customize(client, metadata));
		return withRequirements(client.build(), mapped, registration, terms);
	}

	private ClientSettings clientSettings(RegistrationTerms terms, ClientMetadata metadata,
			@Nullable RegisteredClient current) {
		ClientSettings.Builder settings = (current != null)
				? ClientSettings.withSettings(current.getClientSettings().getSettings()) : ClientSettings.builder();
		JwsAlgorithm algorithm = signingAlgorithm(metadata);
		settings.settings(
				(all) -> all.remove(ConfigurationSettingNames.Client.TOKEN_ENDPOINT_AUTHENTICATION_SIGNING_ALGORITHM));
		if (algorithm != null) {
			settings.tokenEndpointAuthenticationSigningAlgorithm(algorithm);
		}
		return settings.requireProofKey(terms.proofKeyRequired())
			.requireAuthorizationConsent(terms.consentRequired())
			.build();
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

	private static TokenSettings tokenSettings(@Nullable RegisteredClient current) {
		TokenSettings.Builder settings = (current != null)
				? TokenSettings.withSettings(current.getTokenSettings().getSettings()) : TokenSettings.builder();
		// what omitting means
		return settings.idTokenSignatureAlgorithm(SignatureAlgorithm.RS256)
			.x509CertificateBoundAccessTokens(false)
			.build();
	}

	/**
	 * A customizer that sets settings replaces all of them; what is required of every
	 * client that registers, and what this one requires, stays.
	 */
	private RegisteredClient withRequirements(RegisteredClient customized, RegisteredClient mapped,
			ClientRegistration registration, RegistrationTerms terms) {
		if (!customized.getId().equals(mapped.getId()) || !customized.getClientId().equals(mapped.getClientId())
				|| !Objects.equals(customized.getClientSecret(), mapped.getClientSecret())) {
			throw new IllegalStateException(
					"A RegisteredClientCustomizer must not change the id, the client_id or the secret");
		}
		ClientSettings.Builder settings = ClientSettings.withSettings(customized.getClientSettings().getSettings());
		if (terms.proofKeyRequired()) {
			settings.requireProofKey(true);
		}
		if (terms.consentRequired()) {
			settings.requireAuthorizationConsent(true);
		}
		DynamicClients.mark(settings, registration.status(), registration.expiresAt());
		TokenSettings.Builder tokens = TokenSettings.withSettings(customized.getTokenSettings().getSettings());
		if (customized.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
			tokens.reuseRefreshTokens(false); // RFC 9700 §4.14.2
		}
		ClientRequirements.of(registration.metadata()).applyTo(settings, tokens);
		String algorithm = registration.metadata().getString("id_token_signed_response_alg");
		if (algorithm != null) {
			tokens.idTokenSignatureAlgorithm(Objects.requireNonNull(SignatureAlgorithm.from(algorithm)));
		}
		return RegisteredClient.from(customized).clientSettings(settings.build()).tokenSettings(tokens.build()).build();
	}

}
