package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository.JsonMapperRegisteredClientRowMapper;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The rows of Spring's JDBC repository, as its own mappers make and read them. Apart,
 * since Spring JDBC need not be there.
 *
 * @param jdbcOperations the repository's own
 * @param parameters what the repository's own mapper makes of a client
 * @param rows what the repository's own mapper makes of a row
 * @since 0.1.0
 */
public record SpringTables(JdbcOperations jdbcOperations,
		Function<RegisteredClient, List<SqlParameterValue>> parameters, RowMapper<RegisteredClient> rows) {

	/**
	 * The statement that adds a client, with what {@link #row} returns.
	 */
	public static final String INSERT = "INSERT INTO oauth2_registered_client (id, client_id, client_id_issued_at, "
			+ "client_secret, client_secret_expires_at, client_name, client_authentication_methods, "
			+ "authorization_grant_types, redirect_uris, post_logout_redirect_uris, scopes, client_settings, "
			+ "token_settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	/**
	 * The statement that replaces a client, with what {@link #changeableRow} returns,
	 * without its last word: which one.
	 */
	public static final String UPDATE = "UPDATE oauth2_registered_client SET client_secret = ?, "
			+ "client_secret_expires_at = ?, client_name = ?, client_authentication_methods = ?, "
			+ "authorization_grant_types = ?, redirect_uris = ?, post_logout_redirect_uris = ?, scopes = ?, "
			+ "client_settings = ?, token_settings = ? WHERE id = ";

	private static final int UNCHANGEABLE = 3; // id, client_id, client_id_issued_at

	static @Nullable SpringTables of(RegisteredClientRepository repository) {
		// a subclass may do anything in save
		if (repository.getClass() != JdbcRegisteredClientRepository.class) {
			return null;
		}
		return new SpringTables(PrivateField.read(repository, "jdbcOperations", JdbcOperations.class),
				SettingsOnce.of(PrivateField.read(repository, "registeredClientParametersMapper", Function.class)),
				SettingsReadOnce.of(PrivateField.read(repository, "registeredClientRowMapper", RowMapper.class)));
	}

	/**
	 * Return the tables that the authorization servers use.
	 * @param services the authorization servers
	 * @param dataSource where the tables must be
	 * @return the tables, or {@code null} if clients are kept by other means or elsewhere
	 */
	public static @Nullable SpringTables of(AuthorizationServerServices services, DataSource dataSource) {
		SpringTables tables = of(services.getRegisteredClientRepository());
		return (tables != null && isOn(tables.jdbcOperations(), dataSource)) ? tables : null;
	}

	static boolean isOn(JdbcOperations jdbcOperations, DataSource dataSource) {
		return jdbcOperations instanceof JdbcTemplate template && template.getDataSource() == dataSource;
	}

	/**
	 * Whether rows are read as Spring's own mapper reads them, so that each column means
	 * what it says.
	 * @return {@code false} if the application has a mapper of its own
	 */
	public boolean areReadBySpring() {
		return this.rows.getClass() == JsonMapperRegisteredClientRowMapper.class;
	}

	/**
	 * Return a client as a row.
	 * @param client the client
	 * @return the values of all columns
	 */
	public List<SqlParameterValue> row(RegisteredClient client) {
		return this.parameters.apply(client);
	}

	/**
	 * Return what may change of a client's row.
	 * @param client the client
	 * @return the values of the columns after {@code client_id_issued_at}; a new list
	 */
	public List<SqlParameterValue> changeableRow(RegisteredClient client) {
		List<SqlParameterValue> all = row(client);
		return new ArrayList<>(all.subList(UNCHANGEABLE, all.size()));
	}

}
