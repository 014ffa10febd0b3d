package io.github.opendcr.storage;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.SpringJdbc;

import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes and removes clients of which it is known whether they are new. Spring's
 * repositories have one method for both, and look first: the JDBC one with three queries,
 * of which two read the whole table without indexes that its schema lacks; the one in
 * memory at every client it has. Safe for use by several threads.
 */
interface ClientRows {

	/**
	 * Return the rows of a repository: straight to where Spring's own repositories keep
	 * clients, and through {@link RegisteredClientRepository#save} for all others, of
	 * which nothing else is known. The application's bean removes clients if there is
	 * one, otherwise its repository if that is a remover.
	 */
	static ClientRows of(RegisteredClientRepository repository, @Nullable RegisteredClientRemover bean) {
		ClientRows rows = ofSpring(repository);
		if (rows == null) {
			rows = new RepositoryRows(repository);
		}
		if (bean != null) {
			return new RowsOfRemover(rows, bean);
		}
		return (repository instanceof RegisteredClientRemover remover) ? new RowsOfRemover(rows, remover) : rows;
	}

	// A subclass may do anything in save
	private static @Nullable ClientRows ofSpring(RegisteredClientRepository repository) {
		if (repository.getClass() == InMemoryRegisteredClientRepository.class) {
			return InMemoryRows.of(repository);
		}
		return SpringJdbc.PRESENT ? JdbcRows.ofExactly(repository) : null;
	}

	/**
	 * Save a new client.
	 * @param client the client; its {@code id} and {@code client_id} must be new
	 * @throws io.github.opendcr.RegistrationException if it was saved by a repository
	 * that lost something of it
	 */
	void insert(RegisteredClient client);

	/**
	 * Save a client that is there. One that is gone in the meantime stays gone, except in
	 * a repository of which nothing else is known.
	 * @param client the client
	 * @return whether it was there
	 * @throws io.github.opendcr.RegistrationException if the repository loses something
	 * of it; the client is what it was
	 */
	boolean update(RegisteredClient client);

	/**
	 * Remove a client.
	 * @param client the client
	 */
	void remove(RegisteredClient client);

	/**
	 * Return which bean would have to be there to remove clients.
	 * @return no sentence if they can be removed
	 */
	default List<String> missing() {
		return List.of();
	}

	/**
	 * Return all clients, if that can be done.
	 * @return the clients as they are now, or {@code null} if they can't be listed
	 */
	default @Nullable Collection<RegisteredClient> all() {
		return null;
	}

	/**
	 * Rows that something of the application's removes.
	 *
	 * @param rows writes them
	 * @param remover removes them
	 */
	record RowsOfRemover(ClientRows rows, RegisteredClientRemover remover) implements ClientRows {

		@Override
		public void insert(RegisteredClient client) {
			this.rows.insert(client);
		}

		@Override
		public boolean update(RegisteredClient client) {
			return this.rows.update(client);
		}

		@Override
		public void remove(RegisteredClient client) {
			this.remover.remove(client);
		}

		@Override
		public @Nullable Collection<RegisteredClient> all() {
			return this.rows.all();
		}

	}

}
