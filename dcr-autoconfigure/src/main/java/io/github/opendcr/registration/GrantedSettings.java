package io.github.opendcr.registration;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.server.client.ClientRequirements;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.ConfigurationSettingNames;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * The settings that a client has because of what it was granted, what is required of
 * every client, and what became of it. All follow from its registration, so that they can
 * be written anew at any time; whatever else is set stays.
 */
final class GrantedSettings {

	private GrantedSettings() {
	}

	/**
	 * Write the settings.
	 * @param registration what was granted, with the status and the end of the client
	 * @param terms what is required of the client
	 * @param methods how the client authenticates
	 * @param client the client settings
	 * @param tokens the token settings
	 */
	static void write(ClientRegistration registration, RegistrationTerms terms, Set<ClientAuthenticationMethod> methods,
			ClientSettings.Builder client, TokenSettings.Builder tokens) {
		if (terms.proofKeyRequired()) {
			client.requireProofKey(true);
		}
		if (terms.consentRequired()) {
			client.requireAuthorizationConsent(true);
		}
		terms.tokens().applyTo(tokens);
		if (methods.contains(ClientAuthenticationMethod.NONE)) {
			client.requireProofKey(true); // RFC 9700 §2.1.1
			tokens.reuseRefreshTokens(false); // RFC 9700 §4.14.2
		}
		DynamicClients.mark(client, registration.status(), registration.expiresAt());
		if (registration.isOfDocument()) {
			DynamicClients.markDocument(client);
		}
		ClientMetadata metadata = registration.metadata();
		ClientRequirements.of(metadata).applyTo(client, tokens);
		writeSigningAlgorithm(client, metadata);
		String algorithm = metadata.getString("id_token_signed_response_alg");
		if (algorithm != null) {
			tokens.idTokenSignatureAlgorithm(Objects.requireNonNull(SignatureAlgorithm.from(algorithm)));
		}
	}

	private static void writeSigningAlgorithm(ClientSettings.Builder client, ClientMetadata metadata) {
		client.settings(
				(all) -> all.remove(ConfigurationSettingNames.Client.TOKEN_ENDPOINT_AUTHENTICATION_SIGNING_ALGORITHM));
		JwsAlgorithm algorithm = signingAlgorithm(metadata);
		if (algorithm != null) {
			client.tokenEndpointAuthenticationSigningAlgorithm(algorithm);
		}
	}

	// keys and certificates stay in the registration, for which the column of the
	// settings is too narrow; by the kind of the algorithm Spring tells one method from
	// the other
	private static @Nullable JwsAlgorithm signingAlgorithm(ClientMetadata metadata) {
		String algorithm = metadata.getString("token_endpoint_auth_signing_alg");
		List<String> methods = metadata.getTokenEndpointAuthMethods();
		if (methods.contains("private_key_jwt")) {
			return (algorithm != null) ? SignatureAlgorithm.from(algorithm) : SignatureAlgorithm.RS256;
		}
		return methods.contains("client_secret_jwt") ? MacAlgorithm.HS256 : null;
	}

}
