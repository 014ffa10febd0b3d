package io.github.opendcr.server.chain;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * What an authorization server uses, without a server.
 */
public final class TestServices {

	private TestServices() {
	}

	public static RegisteredClient client() {
		return RegisteredClient.withId("id")
			.clientId("client")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("http://localhost/")
			.build();
	}

	/**
	 * Return the builder of a client with all that a flow by code needs but its method.
	 */
	public static RegisteredClient.Builder client(String id) {
		return RegisteredClient.withId(id)
			.clientId("client-" + id)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.scope("openid")
			.scope("profile")
			.tokenSettings(TokenSettings.builder().reuseRefreshTokens(false).build());
	}

	public static AuthorizationServerServices inMemory() {
		return of(new InMemoryRegisteredClientRepository(client()));
	}

	public static AuthorizationServerServices of(RegisteredClientRepository repository) {
		return of(repository, new InMemoryOAuth2AuthorizationService(),
				new InMemoryOAuth2AuthorizationConsentService());
	}

	public static AuthorizationServerServices of(RegisteredClientRepository repository,
			OAuth2AuthorizationService authorizations, OAuth2AuthorizationConsentService consents) {
		return of(repository, authorizations, consents, AuthorizationServerSettings.builder().build());
	}

	public static AuthorizationServerServices of(AuthorizationServerSettings settings) {
		return of(new InMemoryRegisteredClientRepository(client()), new InMemoryOAuth2AuthorizationService(),
				new InMemoryOAuth2AuthorizationConsentService(), settings);
	}

	private static AuthorizationServerServices of(RegisteredClientRepository repository,
			OAuth2AuthorizationService authorizations, OAuth2AuthorizationConsentService consents,
			AuthorizationServerSettings settings) {
		AuthorizationServerServices services = new AuthorizationServerServices();
		services.add(new ServerParts(repository, authorizations, consents, settings, new IdTokenKeys(null),
				(request) -> false));
		return services;
	}

}
