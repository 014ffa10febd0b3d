package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;
import io.github.opendcr.use.IdleClient;
import io.github.opendcr.use.IdlePage;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps in the table {@code dcr_client_use} when clients were used that
 * {@link JdbcClientRegistrationStore} keeps in the same database. Safe for use by several
 * threads and processes.
 */
final class JdbcClientUseStore implements ClientUseStore, InitializingBean {

	private static final RequiredTable TABLE = new RequiredTable("dcr_client_use",
			"client_id, first_used_at, last_used_at");

	private static final String UPDATE = "UPDATE dcr_client_use SET last_used_at = ? "
			+ "WHERE client_id = ? AND last_used_at <= ?";

	private static final String INSERT = "INSERT INTO dcr_client_use (client_id, first_used_at, last_used_at) "
			+ "SELECT client_id, ?, ? FROM dcr_client_registration WHERE client_id = ? "
			+ "AND NOT EXISTS (SELECT 1 FROM dcr_client_use WHERE client_id = ?)";

	private static final String FIND = "SELECT client_id, first_used_at, last_used_at FROM dcr_client_use "
			+ "WHERE client_id IN (";

	private static final String FIND_NEVER_USED = "SELECT r.client_id, r.issued_at FROM dcr_client_registration r "
			+ "WHERE r.issued_at >= ? AND r.issued_at <= ? AND (r.issued_at > ? OR r.client_id > ?) "
			+ "AND NOT EXISTS (SELECT 1 FROM dcr_client_use u WHERE u.client_id = r.client_id) "
			+ "ORDER BY r.issued_at, r.client_id LIMIT ?";

	private static final int WINDOW = 2000;

	private static final int WINDOWS = 3;

	// The window is written out: a plan for any would be one for very many
	private static final String LOOK_FOR_NEVER_USED = "SELECT r.client_id, r.issued_at, u.client_id FROM "
			+ "(SELECT client_id, issued_at FROM dcr_client_registration WHERE issued_at >= ? AND issued_at <= ? "
			+ "AND (issued_at > ? OR client_id > ?) ORDER BY issued_at, client_id LIMIT " + WINDOW + ") r "
			+ "LEFT JOIN dcr_client_use u ON u.client_id = r.client_id ORDER BY r.issued_at, r.client_id";

	private static final String FIND_USED = "SELECT client_id, last_used_at FROM dcr_client_use "
			+ "WHERE last_used_at >= ? AND last_used_at <= ? AND (last_used_at > ? OR client_id > ?) "
			+ "ORDER BY last_used_at, client_id LIMIT ?";

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	JdbcClientUseStore(JdbcOperations jdbcOperations) {
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

	// In one order, so that several nodes don't wait for one another in a circle
	@Override
	public void save(Map<String, Instant> uses) {
		List<Object[]> updates = new ArrayList<>();
		List<Object[]> inserts = new ArrayList<>();
		new TreeMap<>(uses).forEach((clientId, usedAt) -> {
			long time = usedAt.toEpochMilli();
			updates.add(new Object[] { time, clientId, time - PRECISION.toMillis() });
			inserts.add(new Object[] { time, time, clientId, clientId });
		});
		int[] updated = this.jdbcOperations.batchUpdate(UPDATE, updates,
				new int[] { Types.BIGINT, Types.VARCHAR, Types.BIGINT });
		List<Object[]> perhapsNew = new ArrayList<>();
		for (int i = 0; i < updated.length; i++) {
			if (updated[i] != 1) { // or the driver doesn't say
				perhapsNew.add(inserts.get(i));
			}
		}
		// One by one: MariaDB's driver can't send INSERT … SELECT in a batch
		perhapsNew.forEach((use) -> this.jdbcOperations.update(INSERT, use,
				new int[] { Types.BIGINT, Types.BIGINT, Types.VARCHAR, Types.VARCHAR }));
	}

	@Override
	public Map<String, ClientUse> find(Collection<String> clientIds) {
		List<String> possible = clientIds.stream().filter(StoredKey::isPossible).toList();
		Map<String, ClientUse> uses = new HashMap<>();
		if (!possible.isEmpty()) {
			String places = String.join(", ", Collections.nCopies(possible.size(), "?"));
			this.jdbcOperations.query(FIND + places + ")", JdbcClientUseStore::use, possible.toArray())
				.forEach((use) -> uses.put(use.clientId(), use));
		}
		return uses;
	}

	private static ClientUse use(ResultSet row, int number) throws SQLException {
		return new ClientUse(row.getString(1), Instant.ofEpochMilli(row.getLong(2)),
				Instant.ofEpochMilli(row.getLong(3)));
	}

	@Override
	public List<IdleClient> findNeverUsed(Instant registeredUntil, @Nullable IdleClient after, int limit) {
		return find(FIND_NEVER_USED, registeredUntil, after, limit);
	}

	@Override
	public IdlePage lookForNeverUsed(Instant registeredUntil, @Nullable IdleClient after, int limit) {
		List<IdleClient> found = new ArrayList<>();
		IdleClient last = after;
		for (int i = 0; i < WINDOWS; i++) {
			List<Registered> window = window(registeredUntil, last);
			for (Registered client : window) {
				last = client.client();
				if (!client.used()) {
					found.add(client.client());
				}
				if (found.size() == limit) {
					return new IdlePage(found, last);
				}
			}
			if (window.size() < WINDOW) {
				return new IdlePage(found, null);
			}
		}
		return new IdlePage(found, last);
	}

	private List<Registered> window(Instant until, @Nullable IdleClient after) {
		long from = (after != null) ? after.since().toEpochMilli() : Long.MIN_VALUE;
		return this.jdbcOperations.query(LOOK_FOR_NEVER_USED,
				(row, number) -> new Registered(idle(row), row.getString(3) != null), from, until.toEpochMilli(), from,
				(after != null) ? after.clientId() : "");
	}

	@Override
	public List<IdleClient> findUsed(Instant usedUntil, @Nullable IdleClient after, int limit) {
		return find(FIND_USED, usedUntil, after, limit);
	}

	private List<IdleClient> find(String sql, Instant until, @Nullable IdleClient after, int limit) {
		long from = (after != null) ? after.since().toEpochMilli() : Long.MIN_VALUE;
		return this.jdbcOperations.query(sql, (row, number) -> idle(row), from, until.toEpochMilli(), from,
				(after != null) ? after.clientId() : "", limit);
	}

	private static IdleClient idle(ResultSet row) throws SQLException {
		return new IdleClient(row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
	}

	@Override
	public void remove(String clientId) {
		if (StoredKey.isPossible(clientId)) {
			this.jdbcOperations.update("DELETE FROM dcr_client_use WHERE client_id = ?", clientId);
		}
	}

	private record Registered(IdleClient client, boolean used) {
	}

}
