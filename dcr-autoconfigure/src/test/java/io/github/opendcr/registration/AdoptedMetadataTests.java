package io.github.opendcr.registration;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.RegistrationException;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AdoptedMetadata}.
 */
class AdoptedMetadataTests {

	private static RegisteredClient.Builder client(ClientAuthenticationMethod... methods) {
		return RegisteredClient.withId("id")
			.clientId("client")
			.clientAuthenticationMethods((all) -> all.addAll(List.of(methods)))
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
	}

	private static RegisteredClient.Builder code(ClientAuthenticationMethod... methods) {
		return client(methods).authorizationGrantTypes((types) -> {
			types.clear();
			types.add(AuthorizationGrantType.AUTHORIZATION_CODE);
		}).redirectUri("https://own.example/cb");
	}

	static Stream<Arguments> clients() {
		return Stream.of(
				Arguments.of(client(ClientAuthenticationMethod.CLIENT_SECRET_BASIC).build(),
						Map.of("grant_types", List.of("client_credentials"), "response_types", List.of(),
								"token_endpoint_auth_method", "client_secret_basic")),
				Arguments.of(
						client(ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
								ClientAuthenticationMethod.CLIENT_SECRET_POST)
							.build(),
						Map.of("grant_types", List.of("client_credentials"), "response_types", List.of(),
								"token_endpoint_auth_method", "client_secret_basic")),
				Arguments.of(
						code(ClientAuthenticationMethod.NONE).clientName("Own")
							.postLogoutRedirectUri("https://own.example/out")
							.scope("openid")
							.build(),
						Map.of("client_name", "Own", "redirect_uris", List.of("https://own.example/cb"),
								"post_logout_redirect_uris", List.of("https://own.example/out"), "grant_types",
								List.of("authorization_code"), "response_types", List.of("code"), "scope", "openid",
								"token_endpoint_auth_method", "none", "id_token_signed_response_alg", "RS256")),
				Arguments.of(
						client(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
							.clientSettings(ClientSettings.builder()
								.jwkSetUrl("https://own.example/jwks")
								.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
								.build())
							.tokenSettings(
									TokenSettings.builder().idTokenSignatureAlgorithm(SignatureAlgorithm.PS256).build())
							.build(),
						Map.of("grant_types", List.of("client_credentials"), "response_types", List.of(),
								"token_endpoint_auth_method", "private_key_jwt", "jwks_uri", "https://own.example/jwks",
								"token_endpoint_auth_signing_alg", "ES256", "id_token_signed_response_alg", "PS256")),
				Arguments.of(
						client(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
							.clientSettings(ClientSettings.builder().x509CertificateSubjectDN("CN=own").build())
							.tokenSettings(TokenSettings.builder().x509CertificateBoundAccessTokens(true).build())
							.build(),
						Map.of("grant_types", List.of("client_credentials"), "response_types", List.of(),
								"token_endpoint_auth_method", "tls_client_auth", "tls_client_auth_subject_dn", "CN=own",
								"tls_client_certificate_bound_access_tokens", true)));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void ofThenSaysAllThatTheClientIs(RegisteredClient client, Map<String, Object> metadata) {
		assertThat(AdoptedMetadata.of(client).asMap()).isEqualTo(metadata);
	}

	@Test
	void ofWhenMethodsContradictThenRefused() {
		assertThatExceptionOfType(RegistrationException.class)
			.isThrownBy(() -> AdoptedMetadata
				.of(code(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.CLIENT_SECRET_BASIC).build()))
			.withMessageContaining("client_secret_basic, none")
			.satisfies((ex) -> assertThat(ex.getMember()).isEqualTo("token_endpoint_auth_method"));
	}

	@Test
	void ofWhenSecretThatSignsIsNotEncryptedThenRefused() {
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> AdoptedMetadata
			.of(client(ClientAuthenticationMethod.CLIENT_SECRET_JWT).clientSecret("secret").build()));
		assertThat(AdoptedMetadata
			.of(client(ClientAuthenticationMethod.CLIENT_SECRET_JWT).clientSecret("{dcr-aes-gcm}x").build())
			.getTokenEndpointAuthMethod()).isEqualTo("client_secret_jwt");
	}

}
