package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes the rows of Spring's JDBC repository, as its own mapper makes them, by one
 * statement each. Apart, since Spring JDBC need not be there.
 *
 * @param jdbcOperations the repository's own
 * @param parameters what the repository's own mapper makes of a client
 */
record JdbcClientWriter(JdbcOperations jdbcOperations,
		Function<RegisteredClient, List<SqlParameterValue>> parameters) implements RegisteredClientWriter {

	private static final String INSERT = "INSERT INTO oauth2_registered_client (id, client_id, client_id_issued_at, "
			+ "client_secret, client_secret_expires_at, client_name, client_authentication_methods, "
			+ "authorization_grant_types, redirect_uris, post_logout_redirect_uris, scopes, client_settings, "
			+ "token_settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	private static final String UPDATE = "UPDATE oauth2_registered_client SET client_secret = ?, "
			+ "client_secret_expires_at = ?, client_name = ?, client_authentication_methods = ?, "
			+ "authorization_grant_types = ?, redirect_uris = ?, post_logout_redirect_uris = ?, scopes = ?, "
			+ "client_settings = ?, token_settings = ? WHERE id = ?";

	private static final int UNCHANGEABLE = 3; // id, client_id, client_id_issued_at

	static @Nullable RegisteredClientWriter of(RegisteredClientRepository repository) {
		// a subclass may do anything in save
		if (repository.getClass() != JdbcRegisteredClientRepository.class) {
			return null;
		}
		return new JdbcClientWriter(PrivateField.read(repository, "jdbcOperations", JdbcOperations.class),
				PrivateField.read(repository, "registeredClientParametersMapper", Function.class));
	}

	@Override
	public void insert(RegisteredClient client) {
		this.jdbcOperations.update(INSERT,
				new ArgumentPreparedStatementSetter(this.parameters.apply(client).toArray()));
	}

	@Override
	public boolean update(RegisteredClient client) {
		List<SqlParameterValue> all = this.parameters.apply(client);
		List<SqlParameterValue> row = new ArrayList<>(all.subList(UNCHANGEABLE, all.size()));
		row.add(all.get(0));
		return this.jdbcOperations.update(UPDATE, new ArgumentPreparedStatementSetter(row.toArray())) == 1;
	}

}
