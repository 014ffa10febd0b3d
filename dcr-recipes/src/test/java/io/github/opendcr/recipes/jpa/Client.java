package io.github.opendcr.recipes.jpa;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.util.StringUtils;

/**
 * A registered client as one row.
 */
@Entity
@Table(name = "clients")
class Client {

	@Id
	private String id;

	@Column(unique = true, nullable = false)
	private String clientId;

	private Instant clientIdIssuedAt;

	private String clientSecret;

	private Instant clientSecretExpiresAt;

	@Column(length = 1000)
	private String clientName;

	@Column(length = 1000)
	private String clientAuthenticationMethods;

	@Column(length = 1000)
	private String authorizationGrantTypes;

	@Column(length = 10_000)
	private String redirectUris;

	@Column(length = 10_000)
	private String postLogoutRedirectUris;

	@Column(length = 1000)
	private String scopes;

	@Column(length = 10_000)
	private String clientSettings;

	@Column(length = 10_000)
	private String tokenSettings;

	static Client of(RegisteredClient registered) {
		Client client = new Client();
		client.id = registered.getId();
		client.clientId = registered.getClientId();
		client.clientIdIssuedAt = registered.getClientIdIssuedAt();
		client.clientSecret = registered.getClientSecret();
		client.clientSecretExpiresAt = registered.getClientSecretExpiresAt();
		client.clientName = registered.getClientName();
		client.clientAuthenticationMethods = String.join(" ",
				registered.getClientAuthenticationMethods()
					.stream()
					.map(ClientAuthenticationMethod::getValue)
					.toList());
		client.authorizationGrantTypes = String.join(" ",
				registered.getAuthorizationGrantTypes().stream().map(AuthorizationGrantType::getValue).toList());
		client.redirectUris = String.join(" ", registered.getRedirectUris());
		client.postLogoutRedirectUris = String.join(" ", registered.getPostLogoutRedirectUris());
		client.scopes = String.join(" ", registered.getScopes());
		client.clientSettings = Json.write(registered.getClientSettings().getSettings());
		client.tokenSettings = Json.write(registered.getTokenSettings().getSettings());
		return client;
	}

	RegisteredClient toRegisteredClient() {
		return RegisteredClient.withId(this.id)
			.clientId(this.clientId)
			.clientIdIssuedAt(this.clientIdIssuedAt)
			.clientSecret(this.clientSecret)
			.clientSecretExpiresAt(this.clientSecretExpiresAt)
			.clientName(this.clientName)
			.clientAuthenticationMethods((methods) -> words(this.clientAuthenticationMethods)
				.forEach((method) -> methods.add(new ClientAuthenticationMethod(method))))
			.authorizationGrantTypes((types) -> words(this.authorizationGrantTypes)
				.forEach((type) -> types.add(new AuthorizationGrantType(type))))
			.redirectUris((uris) -> uris.addAll(words(this.redirectUris)))
			.postLogoutRedirectUris((uris) -> uris.addAll(words(this.postLogoutRedirectUris)))
			.scopes((scopes) -> scopes.addAll(words(this.scopes)))
			.clientSettings(ClientSettings.withSettings(Json.read(this.clientSettings)).build())
			.tokenSettings(TokenSettings.withSettings(Json.read(this.tokenSettings)).build())
			.build();
	}

	// A scope, a URI or a method has no blank
	private static Set<String> words(String text) {
		return new HashSet<>(java.util.Arrays.asList(StringUtils.tokenizeToStringArray(text, " ")));
	}

}
