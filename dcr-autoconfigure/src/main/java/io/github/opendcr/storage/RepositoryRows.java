package io.github.opendcr.storage;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.server.DynamicClients;
import io.github.opendcr.server.ProxyTarget;
import io.github.opendcr.server.SpringJdbc;

import org.springframework.aop.support.AopUtils;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes clients as the repository does. A repository that forgets the settings by which
 * a client is kept from working would let it work, and is found out at once. Clients are
 * removed from behind a proxy or a subclass of Spring's repositories.
 */
final class RepositoryRows implements ClientRows {

	private final RegisteredClientRepository repository;

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
		save(client);
	}

	@Override
	public boolean update(RegisteredClient client) {
		save(client);
		return true;
	}

	private void save(RegisteredClient client) {
		this.repository.save(client);
		if (!DynamicClients.isRestricted(client)) {
			return;
		}
		RegisteredClient saved = this.repository.findById(client.getId());
		if (saved == null || !DynamicClients.haveSameMarks(saved, client)) {
			throw new IllegalStateException(
					"%s must keep all of ClientSettings.getSettings(), or clients that are pending, disabled or expired could be used"
						.formatted(this.repository.getClass().getName()));
		}
	}

	@Override
	public void remove(RegisteredClient client) {
		Objects.requireNonNull(this.spring, "A client can't be removed").remove(client);
		// A subclass may have a table or a cache of its own
		if (this.repository.findById(client.getId()) != null) {
			throw new IllegalStateException(
					"%s still finds a client that was removed from where %s keeps it: add a bean of type %s, or let the repository implement it."
						.formatted(this.target.getClass().getName(), "Spring's repository",
								RegisteredClientRemover.class.getName()));
		}
	}

	@Override
	public List<String> missing() {
		return (this.spring != null) ? List.of()
				: List.of("Clients can't be removed from %s: add a bean of type %s, or let the repository implement it."
					.formatted(this.target.getClass().getName(), RegisteredClientRemover.class.getName()));
	}

}
