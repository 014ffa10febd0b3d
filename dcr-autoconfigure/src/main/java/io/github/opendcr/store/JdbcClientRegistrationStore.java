package io.github.opendcr.store;

import java.sql.Types;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps registrations in the table {@code dcr_client_registration}. Every call is one
 * statement, which takes part in the transaction of the thread if there is one on the
 * same {@code DataSource}. Safe for use by several threads and processes.
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

	private static final String INSERT = "INSERT INTO dcr_client_registration (" + ClientRegistrationRows.COLUMNS
			+ ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	private static final String SELECT = "SELECT " + ClientRegistrationRows.COLUMNS
			+ " FROM dcr_client_registration WHERE ";

	private static final String COMPARE = " WHERE client_id = ? AND token_hash = ?";

	private static final String UPDATE = "UPDATE dcr_client_registration SET metadata = ?, token_hash = ?, "
			+ "token_scope = ?, token_expires_at = ?, updated_at = ?" + COMPARE + " AND status = ?";

	private static final String CHANGE_STATUS = "UPDATE dcr_client_registration SET status = ?, updated_at = ?"
			+ " WHERE client_id = ? AND status = ?";

	private static final String DELETE = "DELETE FROM dcr_client_registration WHERE client_id = ?";

	private static final String COMPARE_AND_DELETE = "DELETE FROM dcr_client_registration" + COMPARE;

	private final JdbcOperations jdbcOperations;

	private final ClientMetadataJson json = new ClientMetadataJson();

	private final ClientRegistrationRows rows = new ClientRegistrationRows(this.json);

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	public JdbcClientRegistrationStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable("dcr_client_registration", ClientRegistrationRows.COLUMNS).check(this.jdbcOperations);
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the {@code client_id} is not 1 to 100 visible
	 * ASCII characters
	 */
	@Override
	public void insert(ClientRegistration registration) {
		StoredKey.requireClientId(registration.clientId());
		TokenRecord token = registration.registrationAccessToken();
		Registrant registrant = registration.registrant();
		this.jdbcOperations.update(INSERT,
				new @Nullable Object[] { registration.clientId(), registration.registeredClientId(),
						this.json.write(registration.metadata()), (token != null) ? token.hash() : null,
						(token != null) ? token.scope() : null, expiry(token), registration.issuedAt().toEpochMilli(),
						registration.updatedAt().toEpochMilli(), registrant.name(), registrant.initialAccessTokenId(),
						registrant.policy(), registration.issuer(), registration.status().name(),
						milliseconds(registration.expiresAt()) },
				new int[] { Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.BIGINT,
						Types.BIGINT, Types.BIGINT, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR,
						Types.VARCHAR, Types.BIGINT });
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		if (!StoredKey.isPossible(clientId)) {
			return null;
		}
		List<ClientRegistration> found = this.jdbcOperations.query(SELECT + "client_id = ?", this.rows, clientId);
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	@Override
	public boolean replace(ClientRegistration registration, String expectedTokenHash) {
		TokenRecord token = registration.registrationAccessToken();
		return StoredKey.isPossible(expectedTokenHash) && change(UPDATE, registration.clientId(),
				new @Nullable Object[] { this.json.write(registration.metadata()),
						(token != null) ? token.hash() : null, (token != null) ? token.scope() : null, expiry(token),
						registration.updatedAt().toEpochMilli(), registration.clientId(), expectedTokenHash,
						registration.status().name() },
				Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.BIGINT, Types.BIGINT, Types.VARCHAR, Types.VARCHAR,
				Types.VARCHAR);
	}

	@Override
	public boolean changeStatus(ClientRegistration registration, ClientStatus expected) {
		return change(CHANGE_STATUS, registration.clientId(),
				new Object[] { registration.status().name(), registration.updatedAt().toEpochMilli(),
						registration.clientId(), expected.name() },
				Types.VARCHAR, Types.BIGINT, Types.VARCHAR, Types.VARCHAR);
	}

	@Override
	public boolean delete(String clientId, String expectedTokenHash) {
		return StoredKey.isPossible(expectedTokenHash) && change(COMPARE_AND_DELETE, clientId,
				new Object[] { clientId, expectedTokenHash }, Types.VARCHAR, Types.VARCHAR);
	}

	@Override
	public boolean delete(String clientId) {
		return change(DELETE, clientId, new Object[] { clientId }, Types.VARCHAR);
	}

	private boolean change(String sql, String clientId, @Nullable Object[] arguments, int... types) {
		return StoredKey.isPossible(clientId) && new ConditionalUpdate(sql).run(this.jdbcOperations, arguments, types);
	}

	@Override
	public List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit) {
		if (after != null) {
			StoredKey.requireClientId(after);
		}
		String from = (after != null) ? after : "";
		return (status != null)
				? this.jdbcOperations.query(SELECT + "status = ? AND client_id > ? ORDER BY client_id LIMIT ?",
						this.rows, status.name(), from, limit)
				: this.jdbcOperations.query(SELECT + "client_id > ? ORDER BY client_id LIMIT ?", this.rows, from,
						limit);
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, int limit) {
		return this.jdbcOperations.query(SELECT + "expires_at <= ? ORDER BY expires_at LIMIT ?", this.rows,
				now.toEpochMilli(), limit);
	}

	private static @Nullable Long expiry(@Nullable TokenRecord token) {
		return (token != null) ? milliseconds(token.expiresAt()) : null;
	}

	private static @Nullable Long milliseconds(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

}
