package io.github.opendcr.server.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PublicClientTokenGenerator}.
 */
class PublicClientTokenGeneratorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final PublicClientTokenGenerator generator = new PublicClientTokenGenerator((context) -> null,
			Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void generateWhenDynamicPublicThenRefreshTokenLivesAsLongAsTheSettingsSay() {
		OAuth2Token token = this.generator.generate(context(client(true, true), ClientAuthenticationMethod.NONE,
				AuthorizationGrantType.AUTHORIZATION_CODE, (builder) -> {
				}));
		assertThat(token).isInstanceOf(OAuth2RefreshToken.class);
		assertThat(token.getTokenValue()).hasSizeGreaterThan(128);
		assertThat(token.getIssuedAt()).isEqualTo(NOW);
		assertThat(token.getExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
	}

	@Test
	void generateWhenNotAskedForOrNotOursThenDelegateDecides() {
		for (RegisteredClient client : new RegisteredClient[] { client(false, true), client(true, false) }) {
			assertThat(this.generator.generate(context(client, ClientAuthenticationMethod.NONE,
					AuthorizationGrantType.AUTHORIZATION_CODE, (builder) -> {
					})))
				.isNull();
		}
		assertThat(this.generator.generate(context(client(true, true), ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
				AuthorizationGrantType.AUTHORIZATION_CODE, (builder) -> {
				})))
			.isNull();
		assertThat(this.generator.generate(
				context(client(true, true), ClientAuthenticationMethod.NONE, AuthorizationGrantType.AUTHORIZATION_CODE,
						(builder) -> builder.tokenType(OAuth2TokenType.ACCESS_TOKEN))))
			.isNull();
	}

	@Test
	void generateWhenDelegateMakesTokenThenIsThat() {
		OAuth2RefreshToken token = new OAuth2RefreshToken("delegate's", NOW);
		PublicClientTokenGenerator delegating = new PublicClientTokenGenerator((context) -> token, Clock.systemUTC());
		assertThat(delegating.generate(context(client(true, true), ClientAuthenticationMethod.NONE,
				AuthorizationGrantType.AUTHORIZATION_CODE, (builder) -> {
				})))
			.isSameAs(token);
	}

	@Test
	void generateWhenTokenIsBoundToKeyAndRefreshHasNoProofThenRefused() {
		RegisteredClient client = client(true, true);
		OAuth2Authorization bound = authorization(client, Map.of("cnf", Map.of("jkt", "thumbprint")));
		assertThatExceptionOfType(OAuth2AuthenticationException.class)
			.isThrownBy(() -> this.generator.generate(context(client, ClientAuthenticationMethod.NONE,
					AuthorizationGrantType.REFRESH_TOKEN, (builder) -> builder.authorization(bound))))
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_dpop_proof"));
		Jwt proof = Jwt.withTokenValue("proof").header("alg", "ES256").claim("jti", "1").build();
		assertThat(this.generator
			.generate(context(client, ClientAuthenticationMethod.NONE, AuthorizationGrantType.REFRESH_TOKEN,
					(builder) -> builder.authorization(bound).put(OAuth2TokenContext.DPOP_PROOF_KEY, proof))))
			.isNull();
		OAuth2Authorization free = authorization(client, Map.of("sub", "user"));
		assertThat(this.generator.generate(context(client, ClientAuthenticationMethod.NONE,
				AuthorizationGrantType.REFRESH_TOKEN, (builder) -> builder.authorization(free))))
			.isNull();
	}

	private static OAuth2Authorization authorization(RegisteredClient client, Map<String, Object> claims) {
		OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "token", NOW,
				NOW.plusSeconds(1));
		return OAuth2Authorization.withRegisteredClient(client)
			.principalName("user")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.token(token, (metadata) -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims))
			.build();
	}

	private static OAuth2TokenContext context(RegisteredClient client, ClientAuthenticationMethod method,
			AuthorizationGrantType grantType, Consumer<DefaultOAuth2TokenContext.Builder> customizer) {
		OAuth2ClientAuthenticationToken principal = new OAuth2ClientAuthenticationToken(client, method, null);
		DefaultOAuth2TokenContext.Builder builder = DefaultOAuth2TokenContext.builder()
			.registeredClient(client)
			.tokenType(OAuth2TokenType.REFRESH_TOKEN)
			.authorizationGrantType(grantType)
			.authorizedScopes(Set.of())
			.authorization(authorization(client, Map.of()))
			.authorizationGrant(
					new OAuth2AuthorizationCodeAuthenticationToken("code", principal, "http://localhost/", null));
		customizer.accept(builder);
		return builder.build();
	}

	private static RegisteredClient client(boolean dynamic, boolean refresh) {
		ClientSettings.Builder settings = ClientSettings.builder();
		if (dynamic) {
			DynamicClients.mark(settings, ClientStatus.ACTIVE, null);
		}
		return TestServices.client("id")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.redirectUri("http://localhost/")
			.authorizationGrantTypes((types) -> {
				if (!refresh) {
					types.remove(AuthorizationGrantType.REFRESH_TOKEN);
				}
			})
			.clientSettings(settings.build())
			.tokenSettings(TokenSettings.builder().refreshTokenTimeToLive(Duration.ofDays(7)).build())
			.build();
	}

}
