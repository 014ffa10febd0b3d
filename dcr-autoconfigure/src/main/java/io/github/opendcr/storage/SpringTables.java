package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.opendcr.server.chain.ProtectedGetter;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The rows of Spring's JDBC repository, as its own mappers make and read them. Apart,
 * since Spring JDBC need not be there.
 *
 * @param jdbcOperations the repository's own
 * @param parameters what the repository's own mapper makes of a client
 * @param rows what the repository's own mapper makes of a row
 */
record SpringTables(JdbcOperations jdbcOperations, Function<RegisteredClient, List<SqlParameterValue>> parameters,
		RowMapper<RegisteredClient> rows) {

	/**
	 * The statement that adds a client, with what {@link #row} returns.
	 */
	static final String INSERT = "INSERT INTO oauth2_registered_client (id, client_id, client_id_issued_at, "
			+ "client_secret, client_secret_expires_at, client_name, client_authentication_methods, "
			+ "authorization_grant_types, redirect_uris, post_logout_redirect_uris, scopes, client_settings, "
			+ "token_settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	/**
	 * The statement that replaces a client, with what {@link #changeableRow} returns,
	 * without its last word: which one.
	 */
	static final String UPDATE = "UPDATE oauth2_registered_client SET client_secret = ?, "
			+ "client_secret_expires_at = ?, client_name = ?, client_authentication_methods = ?, "
			+ "authorization_grant_types = ?, redirect_uris = ?, post_logout_redirect_uris = ?, scopes = ?, "
			+ "client_settings = ?, token_settings = ? WHERE id = ";

	private static final int UNCHANGEABLE = 3; // id, client_id, client_id_issued_at

	static SpringTables of(JdbcRegisteredClientRepository repository) {
		return new SpringTables(ProtectedGetter.call(repository, "getJdbcOperations", JdbcOperations.class),
				ProtectedGetter.call(repository, "getRegisteredClientParametersMapper", Function.class),
				ProtectedGetter.call(repository, "getRegisteredClientRowMapper", RowMapper.class));
	}

	static boolean isOn(JdbcOperations jdbcOperations, DataSource dataSource) {
		return jdbcOperations instanceof JdbcTemplate template && template.getDataSource() == dataSource;
	}

	/**
	 * Return a client as a row.
	 * @param client the client
	 * @return the values of all columns
	 */
	List<SqlParameterValue> row(RegisteredClient client) {
		return this.parameters.apply(client);
	}

	/**
	 * Return what may change of a client's row.
	 * @param client the client
	 * @return the values of the columns after {@code client_id_issued_at}; a new list
	 */
	List<SqlParameterValue> changeableRow(RegisteredClient client) {
		List<SqlParameterValue> all = row(client);
		return new ArrayList<>(all.subList(UNCHANGEABLE, all.size()));
	}

}
