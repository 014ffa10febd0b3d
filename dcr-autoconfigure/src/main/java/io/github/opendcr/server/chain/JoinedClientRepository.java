package io.github.opendcr.server.chain;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.core.log.LogMessage;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * A repository of the application's own, of which it isn't known what it keeps of the
 * settings, nor how old what it returns is: each client that it finds gets the settings
 * that follow from what it was granted and what became of it.
 *
 * @param delegate the repository that the application chose
 * @param granted gives a client these settings
 */
record JoinedClientRepository(RegisteredClientRepository delegate,
		UnaryOperator<RegisteredClient> granted) implements RegisteredClientRepository {

	private static final Log logger = LogFactory.getLog(JoinedClientRepository.class);

	/**
	 * Return a repository of which every client has the settings that it should have.
	 * @param repository the repository that the application chose
	 * @param granted gives a client these settings
	 * @return the same repository if it is one of Spring's, which keep all settings
	 */
	static RegisteredClientRepository of(RegisteredClientRepository repository,
			UnaryOperator<RegisteredClient> granted) {
		if (keepsSettings(repository)) {
			return repository;
		}
		logger.info(LogMessage.format(
				"What clients that registered themselves may do is read from their registrations, by a look-up more "
						+ "each time: %s isn't known to keep all of ClientSettings and TokenSettings",
				repository.getClass().getName()));
		return new JoinedClientRepository(repository, granted);
	}

	/**
	 * Return a client that somebody found past these clients as one of them.
	 */
	static RegisteredClient join(RegisteredClient client, RegisteredClientRepository clients) {
		return (clients instanceof JoinedClientRepository joined && !DynamicClients.isDynamic(client))
				? joined.granted().apply(client) : client;
	}

	private static boolean keepsSettings(RegisteredClientRepository repository) {
		// a subclass or a proxy may do anything
		return repository.getClass() == InMemoryRegisteredClientRepository.class
				|| (SpringJdbc.PRESENT && Jdbc.keepsSettings(repository));
	}

	@Override
	public void save(RegisteredClient registeredClient) {
		this.delegate.save(registeredClient);
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return join(this.delegate.findById(id));
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return join(this.delegate.findByClientId(clientId));
	}

	private @Nullable RegisteredClient join(@Nullable RegisteredClient client) {
		return (client != null) ? this.granted.apply(client) : null;
	}

	/**
	 * Apart, since Spring JDBC need not be there.
	 */
	private static final class Jdbc {

		private Jdbc() {
		}

		private static boolean keepsSettings(RegisteredClientRepository repository) {
			return repository.getClass() == JdbcRegisteredClientRepository.class
					&& isSprings(
							ProtectedGetter.call(repository, "getRegisteredClientParametersMapper", Function.class))
					&& isSprings(ProtectedGetter.call(repository, "getRegisteredClientRowMapper", RowMapper.class));
		}

		private static boolean isSprings(Object mapper) {
			return mapper.getClass().getEnclosingClass() == JdbcRegisteredClientRepository.class;
		}

	}

}
