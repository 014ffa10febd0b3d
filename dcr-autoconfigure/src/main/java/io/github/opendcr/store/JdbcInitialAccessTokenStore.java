package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps initial access tokens in the table {@code dcr_initial_access_token}. Calls take
 * part in the transaction of the thread if there is one on the same {@code DataSource}.
 * Safe for use by several threads and processes.
 * <p>
 * {@link #spend} is exact at every isolation level. Where a transaction can't see what
 * changed since it began, it throws a
 * {@link org.springframework.dao.ConcurrencyFailureException} instead of returning
 * {@code false}.
 */
final class JdbcInitialAccessTokenStore implements InitialAccessTokenStore, InitializingBean {

	private static final String TABLE = "dcr_initial_access_token";

	private static final String COLUMNS = "id, token_hash, note, policy, issuer, issued_by, issued_at, expires_at, "
			+ "max_uses, used";

	private static final String INSERT = "INSERT INTO " + TABLE + " (" + COLUMNS
			+ ", unusable_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	private static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE;

	// The counter goes up even where uses are unlimited: an update that changes nothing
	// counts as none for some drivers. It comes last: MySQL goes on with the new value
	private static final ConditionalUpdate SPEND = new ConditionalUpdate("UPDATE " + TABLE
			+ " SET unusable_at = CASE WHEN used + 1 = max_uses THEN ? ELSE unusable_at END, used = used + 1 "
			+ "WHERE id = ? AND (max_uses IS NULL OR used < max_uses) AND (expires_at IS NULL OR expires_at > ?)");

	private static final ConditionalUpdate DELETE = new ConditionalUpdate("DELETE FROM " + TABLE + " WHERE id = ?");

	private static final String SELECT_UNUSABLE = "SELECT id FROM " + TABLE
			+ " WHERE unusable_at <= ? ORDER BY unusable_at LIMIT ?";

	private static final ConditionalUpdate DELETE_UNUSABLE = new ConditionalUpdate(
			"DELETE FROM " + TABLE + " WHERE id = ? AND unusable_at <= ?");

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	JdbcInitialAccessTokenStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable(TABLE, COLUMNS + ", unusable_at").check(this.jdbcOperations);
	}

	@Override
	public void insert(InitialAccessToken token, String hash) {
		Instant unusableAt = Objects.equals(token.remainingUses(), 0) ? token.issuedAt() : token.expiresAt();
		this.jdbcOperations.update(INSERT,
				new @Nullable Object[] { token.id(), hash, token.note(), token.policy(), token.issuer(),
						token.issuedBy(), token.issuedAt().toEpochMilli(), millis(token.expiresAt()), token.uses(),
						token.used(), millis(unusableAt) },
				new int[] { Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.VARCHAR,
						Types.BIGINT, Types.BIGINT, Types.INTEGER, Types.INTEGER, Types.BIGINT });
	}

	private static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	@Override
	public @Nullable InitialAccessToken findById(String id) {
		return StoredKey.isPossible(id) ? first(query(SELECT + " WHERE id = ?", id)) : null;
	}

	@Override
	public @Nullable InitialAccessToken findByHash(String hash) {
		return StoredKey.isPossible(hash) ? first(query(SELECT + " WHERE token_hash = ?", hash)) : null;
	}

	@Override
	public List<InitialAccessToken> list(@Nullable String after, int limit) {
		if (after == null) {
			return query(SELECT + " ORDER BY id DESC LIMIT ?", limit);
		}
		return StoredKey.isPossible(after) ? query(SELECT + " WHERE id < ? ORDER BY id DESC LIMIT ?", after, limit)
				: List.of();
	}

	@Override
	public boolean spend(String id, Instant now) {
		return StoredKey.isPossible(id)
				&& SPEND.run(this.jdbcOperations, new Object[] { now.toEpochMilli(), id, now.toEpochMilli() },
						new int[] { Types.BIGINT, Types.VARCHAR, Types.BIGINT });
	}

	@Override
	public boolean delete(String id) {
		return StoredKey.isPossible(id)
				&& DELETE.run(this.jdbcOperations, new Object[] { id }, new int[] { Types.VARCHAR });
	}

	// One by one, by their key: a DELETE that searches the table would lock what it reads
	@Override
	public void deleteUnusable(Instant now, int limit) {
		for (String id : this.jdbcOperations.queryForList(SELECT_UNUSABLE, String.class, now.toEpochMilli(), limit)) {
			DELETE_UNUSABLE.run(this.jdbcOperations, new Object[] { id, now.toEpochMilli() },
					new int[] { Types.VARCHAR, Types.BIGINT });
		}
	}

	private List<InitialAccessToken> query(String sql, Object... arguments) {
		return this.jdbcOperations.query(sql, JdbcInitialAccessTokenStore::map, arguments);
	}

	private static @Nullable InitialAccessToken first(List<InitialAccessToken> found) {
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	private static InitialAccessToken map(ResultSet row, int number) throws SQLException {
		long expiresAt = row.getLong("expires_at");
		boolean expires = !row.wasNull();
		int maxUses = row.getInt("max_uses");
		Integer uses = (!row.wasNull()) ? maxUses : null;
		return new InitialAccessToken(row.getString("id"), row.getString("note"), row.getString("policy"),
				row.getString("issuer"), row.getString("issued_by"), Instant.ofEpochMilli(row.getLong("issued_at")),
				expires ? Instant.ofEpochMilli(expiresAt) : null, uses, row.getInt("used"));
	}

}
