package io.github.opendcr.recipes.jpa;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.util.StringUtils;

/**
 * What a user or the server granted to a client: a row, and one for each of its tokens.
 */
@Entity
@Table(name = "authorizations")
class Authorization {

	@Id
	private String id;

	@Column(nullable = false)
	private String registeredClientId;

	private String principalName;

	private String grantType;

	@Column(length = 1000)
	private String scopes;

	@Column(length = 100_000)
	private String attributes;

	private String state;

	@ElementCollection(fetch = FetchType.EAGER)
	private Map<String, Token> tokens = new TreeMap<>();

	String registeredClientId() {
		return this.registeredClientId;
	}

	static Authorization of(OAuth2Authorization authorization) {
		Authorization row = new Authorization();
		row.id = authorization.getId();
		row.registeredClientId = authorization.getRegisteredClientId();
		row.principalName = authorization.getPrincipalName();
		row.grantType = authorization.getAuthorizationGrantType().getValue();
		row.scopes = String.join(" ", authorization.getAuthorizedScopes());
		row.attributes = Json.write(authorization.getAttributes());
		row.state = authorization.getAttribute(OAuth2ParameterNames.STATE);
		row.put("code", authorization.getToken(OAuth2AuthorizationCode.class));
		row.put("access_token", authorization.getToken(OAuth2AccessToken.class));
		row.put("refresh_token", authorization.getToken(OAuth2RefreshToken.class));
		row.put("id_token", authorization.getToken(OidcIdToken.class));
		return row;
	}

	private void put(String type, OAuth2Authorization.Token<? extends AbstractOAuth2Token> token) {
		if (token != null) {
			this.tokens.put(type, Token.of(token.getToken(), token.getMetadata()));
		}
	}

	OAuth2Authorization toAuthorization(RegisteredClient client) {
		OAuth2Authorization.Builder builder = OAuth2Authorization.withRegisteredClient(client)
			.id(this.id)
			.principalName(this.principalName)
			.authorizationGrantType(new AuthorizationGrantType(this.grantType))
			.authorizedScopes(words(this.scopes))
			.attributes((attributes) -> attributes.putAll(Json.read(this.attributes)));
		this.tokens.forEach((type, token) -> {
			Map<String, Object> metadata = Json.read(token.metadata);
			builder.token(token.toToken(type, metadata), (stored) -> stored.putAll(metadata));
		});
		return builder.build();
	}

	private static Set<String> words(String text) {
		return StringUtils.commaDelimitedListToSet(text.replace(' ', ','));
	}

	/**
	 * A code or a token.
	 */
	@Embeddable
	static class Token {

		@Column(name = "token_value", length = 10_000)
		private String value;

		private Instant issuedAt;

		private Instant expiresAt;

		@Column(length = 1000)
		private String tokenScopes;

		@Column(length = 100_000)
		private String metadata;

		static Token of(AbstractOAuth2Token token, Map<String, Object> metadata) {
			Token row = new Token();
			row.value = token.getTokenValue();
			row.issuedAt = token.getIssuedAt();
			row.expiresAt = token.getExpiresAt();
			row.tokenScopes = (token instanceof OAuth2AccessToken access) ? String.join(" ", access.getScopes()) : "";
			row.metadata = Json.write(metadata);
			return row;
		}

		@SuppressWarnings("unchecked")
		AbstractOAuth2Token toToken(String type, Map<String, Object> metadata) {
			return switch (type) {
				case "code" -> new OAuth2AuthorizationCode(this.value, this.issuedAt, this.expiresAt);
				case "access_token" -> new OAuth2AccessToken(TokenType.BEARER, this.value, this.issuedAt,
						this.expiresAt, words(this.tokenScopes));
				case "refresh_token" -> new OAuth2RefreshToken(this.value, this.issuedAt, this.expiresAt);
				default -> new OidcIdToken(this.value, this.issuedAt, this.expiresAt,
						(Map<String, Object>) metadata.get(OAuth2Authorization.Token.CLAIMS_METADATA_NAME));
			};
		}

	}

}
