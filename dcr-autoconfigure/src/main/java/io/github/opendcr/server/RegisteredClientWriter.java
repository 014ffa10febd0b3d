package io.github.opendcr.server;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.ClassUtils;

/**
 * Writes clients of which it is known whether they are new. Spring's repositories have
 * one method for both, and look first: the JDBC one with three queries, of which two read
 * the whole table without indexes that its schema lacks; the one in memory at every
 * client it has. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface RegisteredClientWriter {

	/**
	 * Return a writer for a repository: straight to where Spring's own repositories keep
	 * clients, and through {@link RegisteredClientRepository#save} for all others, of
	 * which nothing else is known.
	 * @param repository the repository
	 * @return the writer
	 */
	static RegisteredClientWriter of(RegisteredClientRepository repository) {
		RegisteredClientWriter writer = InMemoryClientWriter.of(repository);
		if (writer == null && ClassUtils.isPresent("org.springframework.jdbc.core.JdbcOperations",
				RegisteredClientWriter.class.getClassLoader())) {
			SpringTables tables = SpringTables.of(repository);
			writer = (tables != null) ? new JdbcClientWriter(tables) : null;
		}
		return (writer != null) ? writer : new RepositoryClientWriter(repository);
	}

	/**
	 * Save a new client.
	 * @param client the client; its {@code id} and {@code client_id} must be new
	 */
	void insert(RegisteredClient client);

	/**
	 * Save a client that is there. One that is gone in the meantime stays gone, except in
	 * a repository of which nothing else is known.
	 * @param client the client
	 * @return whether it was there
	 */
	boolean update(RegisteredClient client);

}
