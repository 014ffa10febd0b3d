package io.github.opendcr.store;

import java.sql.Types;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.idempotency.IdempotentRequest;
import io.github.opendcr.idempotency.IdempotentRequestStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps answered requests in the table {@code dcr_idempotent_request}. Calls take part in
 * the transaction of the thread if there is one on the same {@code DataSource}. Safe for
 * use by several threads and processes.
 */
final class JdbcIdempotentRequestStore implements IdempotentRequestStore, InitializingBean {

	private static final String TABLE = "dcr_idempotent_request";

	private static final String COLUMNS = "id, answer, expires_at";

	private static final String INSERT = "INSERT INTO " + TABLE + " (" + COLUMNS + ") VALUES (?, ?, ?)";

	private static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE + " WHERE id = ?";

	private static final String DELETE = "DELETE FROM " + TABLE + " WHERE id = ?";

	private static final String SELECT_EXPIRED = "SELECT id FROM " + TABLE
			+ " WHERE expires_at <= ? ORDER BY expires_at LIMIT ?";

	private static final ConditionalUpdate DELETE_EXPIRED = new ConditionalUpdate(
			"DELETE FROM " + TABLE + " WHERE id = ? AND expires_at <= ?");

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	JdbcIdempotentRequestStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable(TABLE, COLUMNS).check(this.jdbcOperations);
	}

	@Override
	public void insert(IdempotentRequest request) {
		this.jdbcOperations.update(INSERT,
				new Object[] { request.id(), request.answer(), request.expiresAt().toEpochMilli() },
				new int[] { Types.VARCHAR, Types.VARCHAR, Types.BIGINT });
	}

	@Override
	public void replace(IdempotentRequest request) {
		// to delete a row that isn't there would lock a gap on MariaDB, and others insert
		if (find(request.id()) != null) {
			this.jdbcOperations.update(DELETE, request.id());
		}
		insert(request);
	}

	@Override
	public @Nullable IdempotentRequest find(String id) {
		if (!StoredKey.isPossible(id)) {
			return null;
		}
		List<IdempotentRequest> found = this.jdbcOperations.query(SELECT,
				(row, number) -> new IdempotentRequest(row.getString(1), row.getString(2),
						Instant.ofEpochMilli(row.getLong(3))),
				id);
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	@Override
	public void removeExpired(String id, Instant now) {
		if (StoredKey.isPossible(id)) {
			DELETE_EXPIRED.run(this.jdbcOperations, new Object[] { id, now.toEpochMilli() },
					new int[] { Types.VARCHAR, Types.BIGINT });
		}
	}

	// One by one, by their key: a DELETE that searches the table would lock what it reads
	@Override
	public int removeExpired(Instant now, int limit) {
		List<String> expired = this.jdbcOperations.queryForList(SELECT_EXPIRED, String.class, now.toEpochMilli(),
				limit);
		expired.forEach((id) -> removeExpired(id, now));
		return expired.size();
	}

}
