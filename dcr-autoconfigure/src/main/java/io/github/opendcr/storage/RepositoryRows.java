package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.server.chain.ProxyTarget;
import io.github.opendcr.server.chain.SpringJdbc;

import org.springframework.aop.support.AopUtils;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes clients as the repository does, and reads them back until each of what it has to
 * keep was seen to be kept once. What it loses can't be granted to anybody. Settings are
 * not among that: they follow from the registration, and are written anew where clients
 * are looked up. Clients are removed from behind a proxy or a subclass of Spring's
 * repositories.
 */
final class RepositoryRows implements ClientRows {

	private static final Log logger = LogFactory.getLog(RepositoryRows.class);

	private static final Map<String, Function<RegisteredClient, Set<?>>> MEMBERS = Map.of("token_endpoint_auth_method",
			RegisteredClient::getClientAuthenticationMethods, "grant_types",
			RegisteredClient::getAuthorizationGrantTypes, "redirect_uris", RegisteredClient::getRedirectUris,
			"post_logout_redirect_uris", RegisteredClient::getPostLogoutRedirectUris, "scope",
			RegisteredClient::getScopes, "client_secret_expires_at",
			(client) -> (client.getClientSecretExpiresAt() != null) ? Set.of(true) : Set.of());

	private final RegisteredClientRepository repository;

	private final Set<String> kept = ConcurrentHashMap.newKeySet();

	private final Object target;

	private final @Nullable ClientRows spring;

	RepositoryRows(RegisteredClientRepository repository) {
		this.repository = repository;
		this.target = ProxyTarget.of(repository);
		this.spring = AopUtils.isAopProxy(this.target) ? null : springs(this.target);
	}

	private static @Nullable ClientRows springs(Object target) {
		ClientRows rows = InMemoryRows.of(target);
		return (rows == null && SpringJdbc.PRESENT) ? JdbcRows.of(target) : rows;
	}

	@Override
	public void insert(RegisteredClient client) {
		boolean known = isKnownToBeKept(client);
		this.repository.save(client);
		if (!known) {
			check(client, null);
		}
	}

	@Override
	public boolean update(RegisteredClient client) {
		boolean known = isKnownToBeKept(client);
		RegisteredClient before = known ? null : this.repository.findById(client.getId());
		this.repository.save(client);
		if (before != null) {
			try {
				check(client, before);
			}
			catch (RegistrationException ex) {
				this.repository.save(before); // a transaction may roll it back, or not
				throw ex;
			}
		}
		return true;
	}

	private boolean isKnownToBeKept(RegisteredClient client) {
		return MEMBERS.entrySet()
			.stream()
			.allMatch((member) -> this.kept.contains(member.getKey()) || member.getValue().apply(client).isEmpty());
	}

	private void check(RegisteredClient client, @Nullable RegisteredClient before) {
		RegisteredClient saved = this.repository.findById(client.getId());
		if (saved == null || (before != null && saved.equals(before)) || !saved.getId().equals(client.getId())) {
			return; // it lags behind, from a replica or a cache, and tells nothing
		}
		List<String> lost = compare(client, saved);
		if (!lost.isEmpty()) {
			throw refused(lost);
		}
	}

	private List<String> compare(RegisteredClient client, RegisteredClient saved) {
		List<String> lost = new ArrayList<>();
		MEMBERS.forEach((name, values) -> {
			Set<?> expected = values.apply(client);
			if (!values.apply(saved).containsAll(expected)) {
				lost.add(name);
			}
			else if (!expected.isEmpty()) {
				this.kept.add(name);
			}
		});
		return lost;
	}

	private RegistrationException refused(List<String> lost) {
		logger.warn("A client was refused: %s doesn't keep %s of the clients that it saves"
			.formatted(this.repository.getClass().getName(), lost));
		String member = lost.get(0);
		return member.equals("client_secret_expires_at")
				? RegistrationException.invalidMetadata("token_endpoint_auth_method",
						"This server can't keep the end of a client_secret; "
								+ "ask for a token_endpoint_auth_method without one")
				: RegistrationException.invalidMetadata(member,
						"This server can't keep %s as registered; leave it out or ask for something else"
							.formatted(member));
	}

	@Override
	public void remove(RegisteredClient client) {
		Objects.requireNonNull(this.spring, "A client can't be removed").remove(client);
		// A subclass may have a table or a cache of its own
		if (this.repository.findById(client.getId()) != null) {
			throw new IllegalStateException(
					"%s still finds a client that was removed from what Spring's own code keeps: add a bean of type %s, or let the repository implement it."
						.formatted(this.target.getClass().getName(), RegisteredClientRemover.class.getName()));
		}
	}

	@Override
	public List<String> missing() {
		return (this.spring != null) ? List.of()
				: List.of("Clients can't be removed from %s: add a bean of type %s, or let the repository implement it."
					.formatted(this.target.getClass().getName(), RegisteredClientRemover.class.getName()));
	}

}
