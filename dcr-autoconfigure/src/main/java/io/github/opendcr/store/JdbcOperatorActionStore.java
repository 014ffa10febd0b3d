package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps what operators did with clients in the table {@code dcr_operator_action}. Every
 * call is one statement, which takes part in the transaction of the thread if there is
 * one on the same {@code DataSource}. Safe for use by several threads and processes.
 */
final class JdbcOperatorActionStore implements OperatorActionStore, InitializingBean {

	private static final RequiredTable TABLE = new RequiredTable("dcr_operator_action",
			"client_id, acted_at, id, kind, acted_by, reason");

	private final JdbcOperations jdbcOperations;

	private final AtomicInteger counter = new AtomicInteger();

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	JdbcOperatorActionStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		TABLE.check(this.jdbcOperations);
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the {@code client_id} is not 1 to 100 visible
	 * ASCII characters
	 */
	@Override
	public void insert(OperatorAction action) {
		StoredKey.requireClientId(action.clientId());
		this.jdbcOperations.update(
				"INSERT INTO dcr_operator_action (client_id, acted_at, id, kind, acted_by, reason) "
						+ "VALUES (?, ?, ?, ?, ?, ?)",
				new @Nullable Object[] { action.clientId(), action.at().toEpochMilli(), id(), action.kind().name(),
						action.by(), action.reason() },
				new int[] { Types.VARCHAR, Types.BIGINT, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR });
	}

	// In order, also of what one process does within a millisecond
	private String id() {
		HexFormat hex = HexFormat.of();
		return hex.toHexDigits(System.currentTimeMillis()) + hex.toHexDigits(this.counter.incrementAndGet())
				+ hex.toHexDigits(ThreadLocalRandom.current().nextLong());
	}

	@Override
	public List<OperatorAction> find(String clientId, int limit) {
		return !StoredKey.isPossible(clientId) ? List.of() : this.jdbcOperations
			.query("SELECT client_id, kind, acted_by, reason, acted_at FROM dcr_operator_action WHERE client_id = ? "
					+ "ORDER BY acted_at DESC, id DESC LIMIT ?", JdbcOperatorActionStore::action, clientId, limit);
	}

	private static OperatorAction action(ResultSet row, int number) throws SQLException {
		return new OperatorAction(row.getString(1), OperatorAction.Kind.valueOf(row.getString(2)), row.getString(3),
				row.getString(4), Instant.ofEpochMilli(row.getLong(5)));
	}

	@Override
	public int removeAll(String clientId) {
		return !StoredKey.isPossible(clientId) ? 0
				: this.jdbcOperations.update("DELETE FROM dcr_operator_action WHERE client_id = ?", clientId);
	}

}
