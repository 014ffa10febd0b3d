package io.github.opendcr.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps the counts in the table {@code dcr_client_quota}, with a row that is no count but
 * a lock. Calls take part in the transaction of the thread on the same
 * {@code DataSource}. Safe for use by several threads and processes.
 * <p>
 * The count of a large quota is split into several rows, each with its share of the
 * places: whoever takes one changes a row that hardly anyone else changes at the same
 * time. Only when its share is used up, or another limit made the shares, the lock is
 * needed to share out anew what is left.
 *
 * @since 0.1.0
 */
public final class JdbcClientQuotaStore implements ClientQuotaStore, InitializingBean {

	/**
	 * The statement that takes a place with what {@link #place} returns, or changes
	 * nothing.
	 */
	public static final String TAKE = "UPDATE dcr_client_quota SET clients = clients + 1 "
			+ "WHERE quota_key = ? AND part = ? AND max_clients = ? AND clients < ?";

	// no quota has such a key
	private static final String LOCK = "lock";

	private static final String GIVE_BACK = "UPDATE dcr_client_quota SET clients = clients - 1 "
			+ "WHERE quota_key = ? AND part = ? AND clients > 1";

	// a transaction with an old view of the table must fail rather than miscount
	private static final String SELECT = "SELECT clients FROM dcr_client_quota WHERE quota_key = ? "
			+ "ORDER BY part FOR UPDATE";

	private static final String SUM = "SELECT COALESCE(SUM(clients), 0) FROM dcr_client_quota WHERE quota_key = ?";

	private static final String SELECT_ALL = "SELECT part FROM dcr_client_quota WHERE quota_key <> ? "
			+ "ORDER BY quota_key, part FOR UPDATE";

	private static final String INSERT = "INSERT INTO dcr_client_quota (max_clients, clients, quota_key, part) "
			+ "VALUES (?, ?, ?, ?)";

	private static final String UPDATE = "UPDATE dcr_client_quota SET max_clients = ?, clients = ? "
			+ "WHERE quota_key = ? AND part = ?";

	private static final String DELETE = "DELETE FROM dcr_client_quota WHERE quota_key = ? AND part >= ?";

	private static final String DELETE_ALL = "DELETE FROM dcr_client_quota WHERE quota_key <> ?";

	private static final int BATCH = 1000;

	private static final int MAXIMUM_PARTS = 32;

	private static final int PLACES_OF_A_PART = 256;

	// multiples of it modulo 2^32 are spread evenly, as every other one of them is
	private static final int GOLDEN_RATIO = 0x9E3779B9;

	private final AtomicInteger turns = new AtomicInteger(System.identityHashCode(this));

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
		new RequiredTable("dcr_client_quota", "quota_key, part, max_clients, clients").check(this.jdbcOperations);
	}

	/**
	 * Whether the table is in a database.
	 * @param dataSource the database
	 * @return {@code false} also if that isn't known
	 */
	public boolean isIn(DataSource dataSource) {
		return this.jdbcOperations instanceof JdbcTemplate template && template.getDataSource() == dataSource;
	}

	/**
	 * Return what {@link #TAKE} asks for, for another part at each call.
	 * @param quota the quota
	 * @return the values
	 */
	public List<Object> place(ClientQuota quota) {
		int part = nextPart(quota);
		return List.of(quota.key(), part, quota.limit(), share(quota.limit(), part, quota));
	}

	@Override
	public boolean tryTake(ClientQuota quota) {
		return this.jdbcOperations.update(TAKE, place(quota).toArray()) == 1;
	}

	// The last client of a part is for whoever can see whether it is the last of all
	@Override
	public boolean tryGiveBack(ClientQuota quota) {
		return this.jdbcOperations.update(GIVE_BACK, quota.key(), nextPart(quota)) == 1;
	}

	private int nextPart(ClientQuota quota) {
		long turn = Integer.toUnsignedLong(this.turns.getAndIncrement() * GOLDEN_RATIO);
		return (int) ((turn * parts(quota)) >>> Integer.SIZE);
	}

	private static int parts(ClientQuota quota) {
		return Math.max(1, Math.min(MAXIMUM_PARTS, quota.limit() / PLACES_OF_A_PART));
	}

	private static long share(long number, int part, ClientQuota quota) {
		int parts = parts(quota);
		return number / parts + ((part < number % parts) ? 1 : 0);
	}

	/**
	 * {@inheritDoc}
	 * @throws org.springframework.dao.DataAccessException if another transaction makes
	 * the row at the same time, which happens once in the life of a table
	 */
	@Override
	public void lock() {
		if (this.jdbcOperations.queryForList(SELECT, Long.class, LOCK).isEmpty()) {
			this.jdbcOperations.update(INSERT, 0, 0, LOCK, 0);
		}
	}

	@Override
	public long get(ClientQuota quota) {
		return parts(quota.key()).stream().mapToLong(Long::longValue).sum();
	}

	@Override
	public long peek(ClientQuota quota) {
		Long clients = this.jdbcOperations.queryForObject(SUM, Long.class, quota.key());
		return Objects.requireNonNull(clients);
	}

	private List<Long> parts(String key) {
		return this.jdbcOperations.queryForList(SELECT, Long.class, key);
	}

	@Override
	public void set(ClientQuota quota, long clients) {
		int present = parts(quota.key()).size();
		List<Object[]> rows = (clients > 0) ? rows(quota, clients) : List.of();
		int kept = Math.min(present, rows.size());
		// In place, or those who wait for a row would find it gone, and need the lock
		this.jdbcOperations.batchUpdate(UPDATE, rows.subList(0, kept));
		this.jdbcOperations.batchUpdate(INSERT, rows.subList(kept, rows.size()));
		if (present > kept) {
			this.jdbcOperations.update(DELETE, quota.key(), kept);
		}
	}

	private static List<Object[]> rows(ClientQuota quota, long clients) {
		return IntStream.range(0, parts(quota))
			.mapToObj((part) -> new Object[] { quota.limit(), share(clients, part, quota), quota.key(), part })
			.toList();
	}

	@Override
	public void replaceAll(Map<ClientQuota, Long> clients) {
		// In the order in which others take them
		this.jdbcOperations.query(SELECT_ALL, (row) -> {
		}, LOCK);
		this.jdbcOperations.update(DELETE_ALL, LOCK);
		List<Object[]> rows = new ArrayList<>(BATCH);
		clients.forEach((quota, number) -> {
			rows.addAll(rows(quota, number));
			if (rows.size() >= BATCH) {
				this.jdbcOperations.batchUpdate(INSERT, rows);
				rows.clear();
			}
		});
		this.jdbcOperations.batchUpdate(INSERT, rows);
	}

}
