package io.github.opendcr.server.token;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.ClientRequirements;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequiringTokenGenerator}, with generators of applications that don't
 * do what the client requires.
 */
class RequiringTokenGeneratorTests {

	private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType("id_token");

	@Test
	void generateWhenCertificateIsRequiredThenTokenNamesIt() {
		Map<String, Object> metadata = Map.of("tls_client_certificate_bound_access_tokens", true);
		assertRefused(metadata, OAuth2TokenType.ACCESS_TOKEN, jwt("sub", "user"));
		assertRefused(metadata, OAuth2TokenType.ACCESS_TOKEN, jwt("cnf", Map.of("jkt", "another")));
		assertGenerated(metadata, OAuth2TokenType.ACCESS_TOKEN, jwt("cnf", Map.of("x5t#S256", "thumbprint")));
		assertGenerated(metadata, ID_TOKEN, jwt("sub", "user"));
		assertGenerated(metadata, OAuth2TokenType.REFRESH_TOKEN, new OAuth2RefreshToken("token", null));
		assertGenerated(Map.of(), OAuth2TokenType.ACCESS_TOKEN, jwt("sub", "user"));
	}

	@Test
	void generateWhenTokenOfAnotherKindThenUnboundTokenIsRefused() {
		assertRefused(Map.of("tls_client_certificate_bound_access_tokens", true), OAuth2TokenType.ACCESS_TOKEN,
				new OAuth2RefreshToken("no claims", null));
	}

	@Test
	void generateWhenAuthTimeIsRequiredThenIdTokenHasIt() {
		Map<String, Object> metadata = Map.of("require_auth_time", true);
		assertRefused(metadata, ID_TOKEN, jwt("sub", "user"));
		assertGenerated(metadata, ID_TOKEN, jwt("auth_time", 1));
		assertGenerated(metadata, OAuth2TokenType.ACCESS_TOKEN, jwt("sub", "user"));
	}

	@Test
	void generateWhenPairwiseThenNoTokenWithTheUsersName() {
		Map<String, Object> metadata = Map.of("subject_type", "pairwise", "sector_identifier_uri",
				"https://Sector.example/s");
		for (OAuth2TokenType type : new OAuth2TokenType[] { OAuth2TokenType.ACCESS_TOKEN, ID_TOKEN }) {
			assertRefused(metadata, type, jwt("sub", "user"));
			assertGenerated(metadata, type, jwt("sub", "pairwise"));
		}
		assertThat(ClientRequirements.of(client(metadata)).sector()).isEqualTo("sector.example");
	}

	private static void assertRefused(Map<String, Object> metadata, OAuth2TokenType type, OAuth2Token token) {
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> new RequiringTokenGenerator((context) -> token).generate(context(metadata, type)))
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("server_error"));
	}

	private static void assertGenerated(Map<String, Object> metadata, OAuth2TokenType type, OAuth2Token token) {
		assertThat(new RequiringTokenGenerator((context) -> token).generate(context(metadata, type))).isSameAs(token);
	}

	private static Jwt jwt(String claim, Object value) {
		return Jwt.withTokenValue("token").header("alg", "RS256").claim(claim, value).build();
	}

	private static OAuth2TokenContext context(Map<String, Object> metadata, OAuth2TokenType type) {
		return DefaultOAuth2TokenContext.builder()
			.registeredClient(client(metadata))
			.principal(new TestingAuthenticationToken("user", null))
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.tokenType(type)
			.build();
	}

	private static RegisteredClient client(Map<String, Object> metadata) {
		ClientSettings.Builder settings = ClientSettings.builder();
		TokenSettings.Builder tokens = TokenSettings.builder();
		ClientRequirements.of(ClientMetadata.of(metadata)).applyTo(settings, tokens);
		return TestServices.client("client")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.redirectUri("https://client.example/cb")
			.clientSettings(settings.build())
			.tokenSettings(tokens.build())
			.build();
	}

}
