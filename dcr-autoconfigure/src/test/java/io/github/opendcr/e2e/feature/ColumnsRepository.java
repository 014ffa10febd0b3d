package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * A repository as applications make them by hand, of a table that has columns for what
 * the application knows: of all settings it keeps one.
 */
class ColumnsRepository implements RegisteredClientRepository, RegisteredClientRemover {

	private final Map<String, Row> rows = new ConcurrentHashMap<>();

	private final boolean narrow;

	private volatile boolean behind;

	/**
	 * Create a repository.
	 * @param narrow whether there is no column for what came later, either
	 */
	ColumnsRepository(boolean narrow) {
		this.narrow = narrow;
		TestServer.handRegistered().forEach(this::save);
	}

	/**
	 * Find nothing for a while, as from a replica that hasn't heard of it.
	 */
	void lagBehind(boolean behind) {
		this.behind = behind;
	}

	int size() {
		return this.rows.size();
	}

	@Override
	public void save(RegisteredClient client) {
		this.rows.put(client.getId(),
				new Row(client.getId(), client.getClientId(), client.getClientIdIssuedAt(), client.getClientSecret(),
						this.narrow ? null : client.getClientSecretExpiresAt(), client.getClientName(),
						client.getClientAuthenticationMethods(), client.getAuthorizationGrantTypes(),
						client.getRedirectUris(), this.narrow ? Set.of() : client.getPostLogoutRedirectUris(),
						client.getScopes(), client.getTokenSettings().getAccessTokenTimeToLive()));
	}

	@Override
	public RegisteredClient findById(String id) {
		return find((row) -> row.id().equals(id));
	}

	@Override
	public RegisteredClient findByClientId(String clientId) {
		return find((row) -> row.clientId().equals(clientId));
	}

	private RegisteredClient find(Predicate<Row> condition) {
		return this.behind ? null
				: this.rows.values().stream().filter(condition).findFirst().map(Row::client).orElse(null);
	}

	@Override
	public void remove(RegisteredClient client) {
		this.rows.remove(client.getId());
	}

	private record Row(String id, String clientId, Instant issuedAt, String secret, Instant secretExpiresAt,
			String name, Set<ClientAuthenticationMethod> methods, Set<AuthorizationGrantType> grantTypes,
			Set<String> redirectUris, Set<String> postLogoutRedirectUris, Set<String> scopes,
			Duration accessTokenTimeToLive) {

		private RegisteredClient client() {
			return RegisteredClient.withId(this.id)
				.clientId(this.clientId)
				.clientIdIssuedAt(this.issuedAt)
				.clientSecret(this.secret)
				.clientSecretExpiresAt(this.secretExpiresAt)
				.clientName(this.name)
				.clientAuthenticationMethods((all) -> all.addAll(this.methods))
				.authorizationGrantTypes((all) -> all.addAll(this.grantTypes))
				.redirectUris((all) -> all.addAll(this.redirectUris))
				.postLogoutRedirectUris((all) -> all.addAll(this.postLogoutRedirectUris))
				.scopes((all) -> all.addAll(this.scopes))
				.tokenSettings(TokenSettings.builder().accessTokenTimeToLive(this.accessTokenTimeToLive).build())
				.build();
		}

	}

}
