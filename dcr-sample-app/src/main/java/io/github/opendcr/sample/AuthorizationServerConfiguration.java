package io.github.opendcr.sample;

import java.util.Collections;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What an authorization server keeps: clients, what users granted to them, and the key
 * that signs tokens. All of it is in the database, so it outlives the process and several
 * processes can share it.
 */
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {

	@Bean
	JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbc,
			@Value("${sample.client-secret}") String clientSecret) {
		JdbcRegisteredClientRepository clients = new JdbcRegisteredClientRepository(jdbc);
		if (clients.findByClientId("sample-client") == null) {
			clients.save(sampleClient(clientSecret));
		}
		return clients;
	}

	@Bean
	JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationService(jdbc, clients);
	}

	@Bean
	JdbcOAuth2AuthorizationConsentService authorizationConsentService(JdbcOperations jdbc,
			RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationConsentService(jdbc, clients);
	}

	@Bean
	JWKSource<SecurityContext> jwkSource(JdbcClient jdbc) {
		return new SigningKeys(jdbc).load();
	}

	/**
	 * The client that was registered by hand gets tokens for the API. Clients that
	 * register themselves name it (RFC 8707).
	 */
	@Bean
	OAuth2TokenCustomizer<JwtEncodingContext> audience(@Value("${sample.resource}") String resource) {
		return (context) -> {
			if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())
					&& context.getRegisteredClient().getClientId().equals("sample-client")) {
				// As a list that Spring reads again from its table
				context.getClaims().audience(Collections.singletonList(resource));
			}
		};
	}

	/**
	 * The one client that was registered by hand. Registered clients of both kinds are
	 * the same to the server.
	 */
	private static RegisteredClient sampleClient(String clientSecret) {
		return RegisteredClient.withId("sample-client")
			.clientId("sample-client")
			.clientName("Sample client")
			.clientSecret(clientSecret)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.redirectUri("http://127.0.0.1:8080/callback")
			.scope("openid")
			.scope("profile")
			.scope("email")
			.scope("mcp:read")
			.scope("mcp:write")
			// With dcr.permission=scope, a token with this scope may register clients
			.scope("client.create")
			.clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build())
			.build();
	}

}
