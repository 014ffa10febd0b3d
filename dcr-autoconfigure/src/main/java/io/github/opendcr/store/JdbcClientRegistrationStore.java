package io.github.opendcr.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps registrations in the table {@code dcr_client_registration}, and in
 * {@code dcr_client_term} by which operators find them, which {@link #termIndex} writes.
 * Calls take part in the transaction of the thread if there is one on the same
 * {@code DataSource}. Safe for use by several threads and processes.
 * <p>
 * Compare-and-set is exact at every isolation level. Where a transaction can't see what
 * changed since it began (serializable, or repeatable read on PostgreSQL and MariaDB
 * 11.6+), {@link #replace} and {@link #delete} throw a
 * {@link org.springframework.dao.ConcurrencyFailureException} instead of returning
 * {@code false}; at read committed they never do.
 *
 * @since 0.1.0
 */
public final class JdbcClientRegistrationStore implements ClientRegistrationStore, InitializingBean {

	private static final String SELECT = "SELECT " + ClientRegistrationRows.COLUMNS
			+ " FROM dcr_client_registration WHERE ";

	private static final long MILLISECONDS_OF_A_DAY = Duration.ofDays(1).toMillis();

	private static final String DAY = "issued_at - MOD(issued_at, " + MILLISECONDS_OF_A_DAY + ")";

	private static final String COUNT_BY_DAY = "SELECT " + DAY
			+ ", COUNT(*) FROM dcr_client_registration WHERE issued_at >= ? GROUP BY " + DAY;

	private final JdbcOperations jdbcOperations;

	private final ClientRegistrationRows rows = new ClientRegistrationRows();

	private final ClientTerms terms;

	private final TermProgress progress;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	public JdbcClientRegistrationStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
		this.terms = new ClientTerms(jdbcOperations);
		this.progress = new TermProgress(jdbcOperations);
	}

	/**
	 * Return what writes aside by which operators find clients, until it is told to stop.
	 * Those that it hasn't come to yet are found one by one.
	 * @param transactions the transactions in which it writes
	 * @param clock the clock by which clients are registered
	 * @return the index
	 */
	public Consumer<BooleanSupplier> termIndex(TransactionOperations transactions, Clock clock) {
		return new ClientTermIndex(this.jdbcOperations, this.terms, this.progress, transactions, clock)::advance;
	}

	/**
	 * Whether the table is in a database.
	 * @param dataSource the database
	 * @return {@code false} if that can't be told, too
	 */
	public boolean isIn(DataSource dataSource) {
		return this.jdbcOperations instanceof JdbcTemplate template && template.getDataSource() == dataSource;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable("dcr_client_registration", ClientRegistrationRows.COLUMNS).check(this.jdbcOperations);
		new RequiredTable("dcr_client_term", "term, client_id").check(this.jdbcOperations);
		new RequiredTable("dcr_client_term_progress", "id, registered_until").check(this.jdbcOperations);
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the {@code client_id} is not 1 to 100 visible
	 * ASCII characters
	 */
	@Override
	public void insert(ClientRegistration registration) {
		List<SqlParameterValue> row = this.rows.row(registration);
		beforeInsert(registration);
		this.jdbcOperations.update(ClientRegistrationRows.INSERT, new ArgumentPreparedStatementSetter(row.toArray()));
	}

	/**
	 * Write the terms of a client that has to have them at once. Whatever inserts
	 * registrations past this store calls it before.
	 * @param registration the registration
	 */
	public void beforeInsert(ClientRegistration registration) {
		this.terms.add(registration.clientId(), terms(registration));
	}

	/**
	 * Return the terms that a client has to have in the table: none, as long as
	 * {@link #termIndex} will come to it.
	 * @param registration the registration
	 * @return the terms
	 */
	public Set<String> terms(ClientRegistration registration) {
		return this.progress.hasPassed(registration.issuedAt()) ? SearchTerms.of(registration) : Set.of();
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		return find("client_id = ?", clientId);
	}

	@Override
	public @Nullable ClientRegistration findByToken(String clientId, String tokenHash) {
		return find("client_id = ?" + ClientRegistrationRows.HAS_TOKEN, clientId, tokenHash, tokenHash);
	}

	private @Nullable ClientRegistration find(String condition, String... arguments) {
		List<ClientRegistration> found = !StoredKey.isPossible(arguments[0]) ? List.of()
				: this.jdbcOperations.query(SELECT + condition, this.rows, (Object[]) arguments);
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	@Override
	public boolean replace(ClientRegistration registration, long expectedVersion) {
		Set<String> before = terms(registration.clientId());
		boolean replaced = change(ClientRegistrationRows.UPDATE, registration.clientId(),
				this.rows.change(registration, expectedVersion));
		Set<String> after = terms(registration);
		if (replaced && !before.equals(after)) {
			this.terms.remove(registration.clientId(), SearchTerms.without(before, after));
			this.terms.add(registration.clientId(), SearchTerms.without(after, before));
		}
		return replaced;
	}

	@Override
	public boolean delete(String clientId, long expectedVersion) {
		Set<String> terms = terms(clientId);
		boolean deleted = change(ClientRegistrationRows.DELETE, clientId,
				List.of(ClientRegistrationRows.text(clientId), ClientRegistrationRows.number(expectedVersion)));
		if (deleted) {
			this.terms.remove(clientId, terms);
		}
		return deleted;
	}

	private Set<String> terms(String clientId) {
		ClientRegistration stored = findByClientId(clientId);
		return (stored != null) ? terms(stored) : Set.of();
	}

	private boolean change(String sql, String clientId, List<SqlParameterValue> arguments) {
		return StoredKey.isPossible(clientId) && new ConditionalUpdate(sql).run(this.jdbcOperations, arguments);
	}

	@Override
	public List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit) {
		if (after != null) {
			StoredKey.requireClientId(after);
		}
		String from = (after != null) ? after : "";
		// the status is written out, so that a plan that is kept can use a partial index
		String condition = (status != null) ? "status = '" + status.name() + "' AND " : "";
		return this.jdbcOperations.query(SELECT + condition + "client_id > ? ORDER BY client_id LIMIT ?", this.rows,
				from, limit);
	}

	@Override
	public ClientPage search(ClientSearch search, @Nullable String after, int limit) {
		return search.equals(ClientSearch.ANY) ? ClientRegistrationStore.super.search(search, after, limit)
				: search(search).page(after, limit);
	}

	@Override
	public List<ClientRegistration> findAll(ClientSearch search, Collection<String> clientIds) {
		List<String> possible = clientIds.stream().filter(StoredKey::isPossible).toList();
		return possible.isEmpty() ? List.of() : search(search).among(possible);
	}

	private JdbcClientSearch search(ClientSearch search) {
		return new JdbcClientSearch(this.jdbcOperations, this.rows, this.progress, search);
	}

	@Override
	public long count() {
		Long count = this.jdbcOperations.queryForObject("SELECT COUNT(*) FROM dcr_client_registration", Long.class);
		return Objects.requireNonNull(count);
	}

	@Override
	public long count(ClientStatus status) {
		// written out, for a partial index
		Long count = this.jdbcOperations.queryForObject(
				"SELECT COUNT(*) FROM dcr_client_registration WHERE status = '" + status.name() + "'", Long.class);
		return Objects.requireNonNull(count);
	}

	@Override
	public Map<LocalDate, Long> countByDay(LocalDate from) {
		Map<LocalDate, Long> counts = new HashMap<>();
		RowCallbackHandler day = (row) -> counts.put(LocalDate.ofEpochDay(row.getLong(1) / MILLISECONDS_OF_A_DAY),
				row.getLong(2));
		this.jdbcOperations.query(COUNT_BY_DAY, day, from.toEpochDay() * MILLISECONDS_OF_A_DAY);
		return counts;
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, @Nullable ClientRegistration after, int limit) {
		Instant end = (after != null) ? after.expiresAt() : null;
		long from = (end != null) ? end.toEpochMilli() : Long.MIN_VALUE;
		return this.jdbcOperations.query(
				SELECT + "expires_at >= ? AND expires_at <= ? AND (expires_at > ? OR client_id > ?)"
						+ " ORDER BY expires_at, client_id LIMIT ?",
				this.rows, from, now.toEpochMilli(), from, (after != null) ? after.clientId() : "", limit);
	}

}
