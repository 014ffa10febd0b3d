package io.github.opendcr.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.opendcr.quota.ClientQuotaStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Keeps the counts in the table {@code dcr_client_quota}, with a row that is no count but
 * a lock. Calls take part in the transaction of the thread on the same
 * {@code DataSource}. Safe for use by several threads and processes.
 *
 * @since 0.1.0
 */
public final class JdbcClientQuotaStore implements ClientQuotaStore, InitializingBean {

	// no quota has such a key
	private static final String LOCK = "lock";

	// a transaction with an old view of the table must fail rather than miscount
	private static final String SELECT = "SELECT clients FROM dcr_client_quota WHERE quota_key = ? FOR UPDATE";

	private static final String INSERT = "INSERT INTO dcr_client_quota (clients, quota_key) VALUES (?, ?)";

	private static final String UPDATE = "UPDATE dcr_client_quota SET clients = ? WHERE quota_key = ?";

	private static final String DELETE = "DELETE FROM dcr_client_quota WHERE quota_key = ?";

	private static final String SELECT_ALL = "SELECT quota_key, clients FROM dcr_client_quota WHERE quota_key <> ?";

	private static final int BATCH = 1000;

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	public JdbcClientQuotaStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable("dcr_client_quota", "quota_key, clients").check(this.jdbcOperations);
	}

	/**
	 * {@inheritDoc}
	 * @throws org.springframework.dao.DataAccessException if another transaction makes
	 * the row at the same time, which happens once in the life of a table
	 */
	@Override
	public void lock() {
		if (this.jdbcOperations.queryForList(SELECT, Long.class, LOCK).isEmpty()) {
			this.jdbcOperations.update(INSERT, 0, LOCK);
		}
	}

	@Override
	public long get(String key) {
		List<Long> clients = this.jdbcOperations.queryForList(SELECT, Long.class, key);
		return clients.isEmpty() ? 0 : clients.get(0);
	}

	@Override
	public Map<String, Long> findAll() {
		Map<String, Long> clients = new HashMap<>();
		this.jdbcOperations.query(SELECT_ALL,
				(RowCallbackHandler) (row) -> clients.put(row.getString(1), row.getLong(2)), LOCK);
		return clients;
	}

	@Override
	public void set(String key, long clients) {
		if (clients == 0) {
			this.jdbcOperations.update(DELETE, key);
		}
		else if (this.jdbcOperations.update(UPDATE, clients, key) == 0 && isMissing(key)) {
			this.jdbcOperations.update(INSERT, clients, key);
		}
	}

	// A row that stays the same isn't counted where a driver counts those that changed
	// (useAffectedRows of MySQL and MariaDB)
	private boolean isMissing(String key) {
		return this.jdbcOperations.queryForList(SELECT, Long.class, key).isEmpty();
	}

	@Override
	public void setAll(Map<String, Long> clients) {
		this.jdbcOperations.batchUpdate(DELETE, clients.keySet(), BATCH,
				(statement, key) -> statement.setString(1, key));
		this.jdbcOperations.batchUpdate(INSERT,
				clients.entrySet().stream().filter((entry) -> entry.getValue() != 0).toList(), BATCH,
				(statement, entry) -> {
					statement.setLong(1, entry.getValue());
					statement.setString(2, entry.getKey());
				});
	}

}
