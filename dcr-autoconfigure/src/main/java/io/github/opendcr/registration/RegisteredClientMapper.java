package io.github.opendcr.registration;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.policy.RegistrationTerms;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
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

	static RegisteredClient.Builder builder(ClientRegistration registration) {
		return RegisteredClient.withId(registration.registeredClientId())
			.clientId(registration.clientId())
			.clientIdIssuedAt(registration.issuedAt());
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
		metadata.getTokenEndpointAuthMethods()
			.forEach((method) -> client.clientAuthenticationMethod(ClientAuthenticationMethod.valueOf(method)));
		client.redirectUris((uris) -> uris.addAll(metadata.getRedirectUris()))
			.postLogoutRedirectUris((uris) -> uris.addAll(metadata.getPostLogoutRedirectUris()))
			.scopes((scopes) -> scopes.addAll(metadata.getScopes()))
			.clientName((name != null) ? name : "");
		for (String grantType : metadata.getGrantTypes()) {
			client.authorizationGrantType(new AuthorizationGrantType(grantType));
		}
		ClientSettings.Builder clientSettings = clientSettings(terms, current);
		TokenSettings.Builder tokenSettings = tokenSettings(current);
		GrantedSettings.write(registration, terms, methods(client), clientSettings, tokenSettings);
		if (!this.customizers.isEmpty()) {
			RegisteredClient customized = customize(
					client.clientSettings(clientSettings.build()).tokenSettings(tokenSettings.build()), registration);
			clientSettings = ClientSettings.withSettings(customized.getClientSettings().getSettings());
			tokenSettings = TokenSettings.withSettings(customized.getTokenSettings().getSettings());
			// whoever sets settings replaces all of them
			GrantedSettings.write(registration, terms, methods(client), clientSettings, tokenSettings);
		}
		return client.clientSettings(this.clientSettings.shared(clientSettings.build()))
			.tokenSettings(this.tokenSettings.shared(tokenSettings.build()))
			.build();
	}

	private static Set<ClientAuthenticationMethod> methods(RegisteredClient.Builder client) {
		Set<ClientAuthenticationMethod> methods = new HashSet<>();
		client.clientAuthenticationMethods(methods::addAll);
		return methods;
	}

	private RegisteredClient customize(RegisteredClient.Builder client, ClientRegistration registration) {
		RegisteredClient mapped = client.build();
		this.customizers.forEach((customizer) -> customizer.customize(client, registration));
		RegisteredClient customized = client.build();
		if (!customized.getId().equals(mapped.getId()) || !customized.getClientId().equals(mapped.getClientId())
				|| !Objects.equals(customized.getClientSecret(), mapped.getClientSecret())) {
			throw new IllegalStateException(
					"A RegisteredClientCustomizer must not change the id, the client_id or the secret");
		}
		return customized;
	}

	private static ClientSettings.Builder clientSettings(RegistrationTerms terms, @Nullable RegisteredClient current) {
		ClientSettings.Builder settings = (current != null)
				? ClientSettings.withSettings(current.getClientSettings().getSettings()) : ClientSettings.builder();
		return settings.requireProofKey(terms.proofKeyRequired()).requireAuthorizationConsent(terms.consentRequired());
	}

	private static TokenSettings.Builder tokenSettings(@Nullable RegisteredClient current) {
		TokenSettings.Builder settings = (current != null)
				? TokenSettings.withSettings(current.getTokenSettings().getSettings()) : TokenSettings.builder();
		// what omitting means
		return settings.idTokenSignatureAlgorithm(SignatureAlgorithm.RS256).x509CertificateBoundAccessTokens(false);
	}

}
