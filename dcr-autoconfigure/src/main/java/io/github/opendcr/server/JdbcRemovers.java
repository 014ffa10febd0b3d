package io.github.opendcr.server;

import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegisteredClientRemover;

import org.springframework.aop.support.AopUtils;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Removes rows from Spring's own tables, through the {@link JdbcOperations} that the
 * repository or service itself has: an application may have several databases, or none as
 * a bean. Apart, since Spring JDBC need not be there.
 */
final class JdbcRemovers {

	private JdbcRemovers() {
	}

	static @Nullable RegisteredClientRemover clients(RegisteredClientRepository repository, Object target) {
		if (!(target instanceof JdbcRegisteredClientRepository) || AopUtils.isAopProxy(target)) {
			return null;
		}
		JdbcOperations jdbcOperations = jdbcOperations(target);
		return (client) -> {
			jdbcOperations.update("DELETE FROM oauth2_registered_client WHERE id = ?", client.getId());
			// A subclass may have a table or a cache of its own
			if (repository.findById(client.getId()) != null) {
				throw new IllegalStateException(
						"%s still finds a client whose row was deleted from oauth2_registered_client: add a bean of type %s, or let the repository implement it."
							.formatted(target.getClass().getName(), RegisteredClientRemover.class.getName()));
			}
		};
	}

	static @Nullable Consumer<RegisteredClient> authorizations(Object target) {
		if (AopUtils.isAopProxy(target)) {
			return null;
		}
		if (target instanceof JdbcOAuth2AuthorizationService) {
			return delete(target, "DELETE FROM oauth2_authorization WHERE registered_client_id = ?");
		}
		if (target instanceof JdbcOAuth2AuthorizationConsentService) {
			return delete(target, "DELETE FROM oauth2_authorization_consent WHERE registered_client_id = ?");
		}
		return null;
	}

	private static Consumer<RegisteredClient> delete(Object target, String sql) {
		return new Deletion(jdbcOperations(target), sql);
	}

	/**
	 * Whether a removal of authorizations or consents deletes rows of Spring's tables in
	 * the database.
	 */
	static boolean isOn(Consumer<RegisteredClient> removal, DataSource dataSource) {
		return removal instanceof Deletion deletion && SpringTables.isOn(deletion.jdbcOperations(), dataSource);
	}

	private static JdbcOperations jdbcOperations(Object target) {
		return PrivateField.read(target, "jdbcOperations", JdbcOperations.class);
	}

	private record Deletion(JdbcOperations jdbcOperations, String sql) implements Consumer<RegisteredClient> {

		@Override
		public void accept(RegisteredClient client) {
			this.jdbcOperations.update(this.sql, client.getId());
		}

	}

}
