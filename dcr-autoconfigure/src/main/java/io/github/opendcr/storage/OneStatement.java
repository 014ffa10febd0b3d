package io.github.opendcr.storage;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.ClientRegistrationRows;
import io.github.opendcr.store.DatabasePlatform;
import io.github.opendcr.store.JdbcClientQuotaStore;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.SearchTerms;

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
 *
 * @param oneByOne does what one statement can't, with a
 * {@link JdbcClientRegistrationStore}
 * @param jdbcOperations the database
 * @param springTables Spring's tables in it
 * @param writeAtOnce whether connections commit by themselves what is in no transaction
 * @param deletesRows whether all that there is to delete are rows of this database, and
 * no bean of the application's removes them
 * @param quotas counts clients in the same database, if anything does
 */
record OneStatement(TwoPlaces oneByOne, JdbcOperations jdbcOperations, SpringTables springTables, boolean writeAtOnce,
		boolean deletesRows, @Nullable JdbcClientQuotaStore quotas) implements ClientPlaces {

	private static final ClientRegistrationRows ROWS = new ClientRegistrationRows();

	private static final String FIND = "SELECT r." + ClientRegistrationRows.COLUMNS.replace(", ", ", r.") + """
			, c.* FROM dcr_client_registration r
			LEFT JOIN oauth2_registered_client c ON c.client_id = r.client_id AND c.id = r.registered_client_id
			WHERE r.client_id = ?""";

	private static final String FIND_BY_TOKEN = FIND + ClientRegistrationRows.HAS_TOKEN;

	private static final String TERMS = "(DELETE FROM dcr_client_term WHERE client_id = "
			+ "(SELECT client_id FROM registration) AND term = ANY (string_to_array(?, E'\\n')))";

	private static final String INSERT = "WITH registration AS (" + ClientRegistrationRows.INSERT + ") "
			+ SpringTables.INSERT;

	private static final String INSERT_AND_COUNT = "WITH place AS (" + JdbcClientQuotaStore.TAKE
			+ " RETURNING part), registration AS (" + ifThereIsAPlace(ClientRegistrationRows.INSERT) + ") "
			+ ifThereIsAPlace(SpringTables.INSERT);

	private static final String UPDATE = update("");

	private static final String UPDATE_WITH_TERMS = update(", gone AS " + TERMS + ", terms AS (" + addTerms() + ")");

	private static final String DELETE = "WITH registration AS (" + ClientRegistrationRows.DELETE + """
			 RETURNING client_id, registered_client_id),
			authorizations AS (DELETE FROM oauth2_authorization
				WHERE registered_client_id = (SELECT registered_client_id FROM registration)),
			consents AS (DELETE FROM oauth2_authorization_consent
				WHERE registered_client_id = (SELECT registered_client_id FROM registration)),
			client AS (DELETE FROM oauth2_registered_client
				WHERE id = (SELECT registered_client_id FROM registration) AND client_id = ?),
			terms AS""" + " " + TERMS + " SELECT client_id FROM registration";

	private static final String REVOKE = """
			WITH authorizations AS (DELETE FROM oauth2_authorization WHERE registered_client_id = ?)
			DELETE FROM oauth2_authorization_consent WHERE registered_client_id = ?""";

	private static String update(String terms) {
		return "WITH registration AS (" + ClientRegistrationRows.UPDATE
				+ " AND EXISTS (SELECT 1 FROM oauth2_registered_client c WHERE c.id = registered_client_id"
				+ " AND c.client_id = dcr_client_registration.client_id) RETURNING registered_client_id, client_id)"
				+ terms + " " + SpringTables.UPDATE
				+ "(SELECT registered_client_id FROM registration) AND client_id = ?";
	}

	private static String addTerms() {
		return "INSERT INTO dcr_client_term (term, client_id) SELECT added.term, registration.client_id "
				+ "FROM registration, unnest(string_to_array(?, E'\\n')) AS added(term) ON CONFLICT DO NOTHING";
	}

	private static String ifThereIsAPlace(String insert) {
		return insert.replaceFirst("VALUES \\((.*)\\)$", "SELECT $1 FROM place");
	}

	/**
	 * Return places of which one statement writes both, if the database is PostgreSQL or
	 * one that says so, and both are tables in it.
	 * @param local whether transactions are those of the database alone
	 * @param counts where clients are counted, or {@code null}
	 */
	static ClientPlaces orElse(TwoPlaces places, DataSource dataSource, boolean local,
			@Nullable ClientQuotaStore counts) {
		JdbcRows rows = JdbcRows.ofExactly(places.repository());
		if (rows == null || !SpringTables.isOn(rows.tables().jdbcOperations(), dataSource)
				|| !(places.registrations() instanceof JdbcClientRegistrationStore)) {
			return places;
		}
		JdbcTemplate jdbcTemplate = new JdbcTemplate(dataSource);
		if (!is(jdbcTemplate, (connection) -> DatabasePlatform.of(connection) == DatabasePlatform.POSTGRESQL)) {
			return places;
		}
		// a pool may hand out connections that commit nothing by themselves
		boolean commits = is(jdbcTemplate, Connection::getAutoCommit);
		return new OneStatement(places, jdbcTemplate, rows.tables(), local && commits,
				places.rows() instanceof JdbcRows && places.grants().areRowsIn(dataSource),
				(counts instanceof JdbcClientQuotaStore jdbc && jdbc.isIn(dataSource)) ? jdbc : null);
	}

	private static boolean is(JdbcTemplate jdbcTemplate, ConnectionCallback<Boolean> question) {
		return Boolean.TRUE.equals(jdbcTemplate.execute(question));
	}

	@Override
	public boolean deleteAtOnce() {
		return this.writeAtOnce && this.deletesRows;
	}

	@Override
	public @Nullable StoredClient find(String clientId) {
		return findBy(FIND, clientId);
	}

	@Override
	public @Nullable StoredClient findByToken(String clientId, String tokenHash) {
		return findBy(FIND_BY_TOKEN, clientId, tokenHash, tokenHash);
	}

	private @Nullable StoredClient findBy(String sql, String... arguments) {
		if (!ClientRegistrationRows.isPossible(arguments[0])) {
			return null;
		}
		// Spring's mapper reads by name; the one name that both tables have, client_id,
		// has the same value in both
		RowMapper<StoredClient> both = (row, number) -> new StoredClient(ROWS.mapRow(row, number),
				(row.getString("id") != null) ? this.springTables.rows().mapRow(row, number) : null);
		List<StoredClient> found = this.jdbcOperations.query(sql, both, (Object[]) arguments);
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	@Override
	public void insert(RegisteredClient client, ClientRegistration registration) {
		List<SqlParameterValue> row = rows(client, registration);
		store().beforeInsert(registration);
		this.jdbcOperations.update(INSERT, new ArgumentPreparedStatementSetter(row.toArray()));
	}

	private JdbcClientRegistrationStore store() {
		return (JdbcClientRegistrationStore) this.oneByOne.registrations();
	}

	@Override
	public boolean insertAtOnce(RegisteredClient client, ClientRegistration registration, ClientQuota quota) {
		if (!this.writeAtOnce || this.quotas == null) {
			return false;
		}
		List<Object> row = new ArrayList<>(this.quotas.place(quota));
		row.addAll(rows(client, registration));
		store().beforeInsert(registration);
		return this.jdbcOperations.update(INSERT_AND_COUNT, new ArgumentPreparedStatementSetter(row.toArray())) == 1;
	}

	private List<SqlParameterValue> rows(RegisteredClient client, ClientRegistration registration) {
		List<SqlParameterValue> row = new ArrayList<>(ROWS.row(registration));
		row.addAll(this.springTables.row(client));
		return row;
	}

	// None of them has a line break
	private static SqlParameterValue terms(Set<String> terms) {
		return ClientRegistrationRows.text(String.join("\n", terms));
	}

	@Override
	public boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after) {
		Set<String> gone = store().terms(before);
		Set<String> added = store().terms(after);
		List<SqlParameterValue> row = new ArrayList<>(ROWS.change(after, before.version()));
		boolean foundAsBefore = gone.equals(added);
		if (!foundAsBefore) {
			row.add(terms(SearchTerms.without(gone, added)));
			row.add(terms(SearchTerms.without(added, gone)));
		}
		row.addAll(this.springTables.changeableRow(client));
		row.add(ClientRegistrationRows.text(after.clientId()));
		return this.jdbcOperations.update(foundAsBefore ? UPDATE : UPDATE_WITH_TERMS,
				new ArgumentPreparedStatementSetter(row.toArray())) == 1;
	}

	@Override
	public boolean delete(StoredClient client) {
		if (!this.deletesRows) {
			return this.oneByOne.delete(client);
		}
		ClientRegistration registration = client.registration();
		return !this.jdbcOperations
			.queryForList(DELETE, String.class, registration.clientId(), registration.version(),
					registration.clientId(), String.join("\n", store().terms(registration)))
			.isEmpty();
	}

	@Override
	public void revoke(RegisteredClient client) {
		if (this.deletesRows) {
			this.jdbcOperations.update(REVOKE, client.getId(), client.getId());
		}
		else {
			this.oneByOne.revoke(client);
		}
	}

}
