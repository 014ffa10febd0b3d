package io.github.opendcr.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.ClientWriter;
import io.github.opendcr.server.Removers;
import io.github.opendcr.server.SpringTables;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Writes our table and Spring's by one statement, which PostgreSQL allows: the
 * registration is written in a {@code WITH}, the client in what follows it. One round
 * trip and one commit take the place of two statements in a transaction. All but what was
 * granted is found by {@code client_id}, so that both tables can be partitioned by it.
 * Safe for use by several threads and processes.
 *
 * @since 0.1.0
 */
public final class JdbcJointClientWriter implements ClientWriter {

	private static final String FIND = lookUp("c.*");

	private static final String READ = lookUp("c.id, c.client_secret IS NOT NULL, c.client_secret_expires_at");

	private static final String INSERT = "WITH registration AS (" + ClientRegistrationRows.INSERT + ") "
			+ SpringTables.INSERT;

	private static final String UPDATE = "WITH registration AS (" + ClientRegistrationRows.UPDATE
			+ " AND EXISTS (SELECT 1 FROM oauth2_registered_client c WHERE c.id = registered_client_id"
			+ " AND c.client_id = dcr_client_registration.client_id) RETURNING registered_client_id) "
			+ SpringTables.UPDATE + "(SELECT registered_client_id FROM registration) AND client_id = ?";

	private static final String DELETE = deletion(ClientRegistrationRows.DELETE) + "SELECT client_id FROM registration";

	private static final String COMPARE_AND_DELETE = deletion(ClientRegistrationRows.COMPARE_AND_DELETE)
			+ "SELECT client_id FROM registration";

	// A registration whose client the application removed is forgotten, but not returned
	private static final String DELETE_BY_TOKEN = deletion(
			ClientRegistrationRows.COMPARE_AND_DELETE + " AND token_scope = ? AND token_expires_at IS NULL"
					+ " AND expires_at IS NULL AND issuer IS NULL AND strpos(metadata, '\"software_statement\"') = 0")
			+ "SELECT * FROM registration WHERE EXISTS (SELECT 1 FROM client)";

	private static final String REVOKE = "WITH authorizations AS (DELETE FROM oauth2_authorization"
			+ " WHERE registered_client_id = ?) DELETE FROM oauth2_authorization_consent WHERE registered_client_id = ?";

	// The columns of READ that come after those of the registration
	private static final int CLIENT = 1 + ClientRegistrationRows.COLUMNS.split(", ").length;

	private final JdbcOperations jdbcOperations;

	private final SpringTables springTables;

	private final boolean atomic;

	private final boolean canDelete;

	private final ClientRegistrationRows rows = new ClientRegistrationRows(new ClientMetadataJson());

	private final RowMapper<StoredClient> both;

	JdbcJointClientWriter(JdbcOperations jdbcOperations, SpringTables springTables, boolean atomic, boolean canDelete) {
		this.jdbcOperations = jdbcOperations;
		this.springTables = springTables;
		this.atomic = atomic;
		this.canDelete = canDelete;
		// Spring's mapper reads by name; the one name that both tables have, client_id,
		// has the same value in both
		this.both = (row, number) -> new StoredClient(this.rows.mapRow(row, number),
				(row.getString("id") != null) ? springTables.rows().mapRow(row, number) : null);
	}

	/**
	 * Return a writer, if the database is PostgreSQL or one that says so and has Spring's
	 * tables too.
	 * @param dataSource the database
	 * @param local whether transactions are those of the database alone
	 * @param services the authorization servers
	 * @param removers what removes clients and what was granted to them
	 * @return the writer, or {@code null}
	 */
	public static @Nullable ClientWriter select(DataSource dataSource, boolean local,
			AuthorizationServerServices services, Removers removers) {
		SpringTables springTables = SpringTables.of(services, dataSource);
		if (springTables == null) {
			return null;
		}
		JdbcTemplate jdbcTemplate = new JdbcTemplate(dataSource);
		boolean postgresql = Boolean.TRUE
			.equals(jdbcTemplate.execute((ConnectionCallback<Boolean>) JdbcJointClientWriter::isPostgresql));
		if (!postgresql) {
			return null;
		}
		// a pool may hand out connections that commit nothing by themselves
		boolean commits = Boolean.TRUE
			.equals(jdbcTemplate.execute((ConnectionCallback<Boolean>) Connection::getAutoCommit));
		return new JdbcJointClientWriter(jdbcTemplate, springTables, local && commits, removers.areRowsIn(dataSource));
	}

	private static boolean isPostgresql(Connection connection) throws SQLException {
		return DatabasePlatform.of(connection) == DatabasePlatform.POSTGRESQL;
	}

	private static String lookUp(String columns) {
		return "SELECT r." + ClientRegistrationRows.COLUMNS.replace(", ", ", r.") + ", " + columns
				+ " FROM dcr_client_registration r LEFT JOIN oauth2_registered_client c "
				+ "ON c.client_id = r.client_id AND c.id = r.registered_client_id WHERE r.client_id = ?";
	}

	private static String deletion(String registration) {
		String id = "(SELECT registered_client_id FROM registration)";
		return "WITH registration AS (" + registration + " RETURNING " + ClientRegistrationRows.COLUMNS + "), "
				+ "authorizations AS (DELETE FROM oauth2_authorization WHERE registered_client_id = " + id + "), "
				+ "consents AS (DELETE FROM oauth2_authorization_consent WHERE registered_client_id = " + id + "), "
				+ "client AS (DELETE FROM oauth2_registered_client WHERE id = " + id
				+ " AND client_id = ? RETURNING id) ";
	}

	@Override
	public boolean isAtomic() {
		return this.atomic;
	}

	@Override
	public @Nullable StoredClient find(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		StoredClient client = lookUp(FIND, this.both, clientId);
		return manageable.test((client != null) ? client.registration() : null) ? client : null;
	}

	@Override
	public @Nullable StoredInformation read(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		if (!this.springTables.areReadBySpring()) {
			return ClientWriter.super.read(clientId, manageable);
		}
		StoredInformation information = lookUp(READ, this::information, clientId);
		return manageable.test((information != null) ? information.registration() : null) ? information : null;
	}

	private StoredInformation information(ResultSet row, int number) throws SQLException {
		Timestamp secretExpiresAt = row.getTimestamp(CLIENT + 2);
		return new StoredInformation(this.rows.mapRow(row, number), row.getString(CLIENT) != null,
				row.getBoolean(CLIENT + 1), (secretExpiresAt != null) ? secretExpiresAt.toInstant() : null);
	}

	private <T> @Nullable T lookUp(String query, RowMapper<T> rows, String clientId) {
		List<T> found = StoredKey.isPossible(clientId) ? this.jdbcOperations.query(query, rows, clientId) : List.of();
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	@Override
	public void insert(RegisteredClient client, ClientRegistration registration) {
		StoredKey.requireClientId(registration.clientId());
		List<SqlParameterValue> row = new ArrayList<>(this.rows.row(registration));
		row.addAll(this.springTables.row(client));
		this.jdbcOperations.update(INSERT, new ArgumentPreparedStatementSetter(row.toArray()));
	}

	@Override
	public boolean update(RegisteredClient client, ClientRegistration registration, String expectedTokenHash) {
		List<SqlParameterValue> row = new ArrayList<>(this.rows.change(registration, expectedTokenHash));
		row.addAll(this.springTables.changeableRow(client));
		row.add(ClientRegistrationRows.text(registration.clientId()));
		return this.jdbcOperations.update(UPDATE, new ArgumentPreparedStatementSetter(row.toArray())) == 1;
	}

	@Override
	public boolean canDelete() {
		return this.canDelete;
	}

	@Override
	public boolean delete(@Nullable RegisteredClient client, ClientRegistration registration,
			@Nullable String expectedTokenHash) {
		List<String> deleted = (expectedTokenHash != null)
				? this.jdbcOperations.queryForList(COMPARE_AND_DELETE, String.class, registration.clientId(),
						expectedTokenHash, registration.clientId())
				: this.jdbcOperations.queryForList(DELETE, String.class, registration.clientId(),
						registration.clientId());
		return !deleted.isEmpty();
	}

	@Override
	public @Nullable ClientRegistration deleteByToken(String clientId, String tokenHash, String tokenScope) {
		if (!StoredKey.isPossible(clientId)) {
			return null;
		}
		List<ClientRegistration> deleted = this.jdbcOperations.query(DELETE_BY_TOKEN, this.rows, clientId, tokenHash,
				tokenScope, clientId);
		return (!deleted.isEmpty()) ? deleted.get(0) : null;
	}

	@Override
	public void revoke(ClientRegistration registration, @Nullable RegisteredClient client) {
		this.jdbcOperations.update(REVOKE, registration.registeredClientId(), registration.registeredClientId());
	}

}
