package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.statement.SoftwareStatement.SingleUse;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.statement.SoftwareStatementWithdrawal;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Keeps in the tables {@code dcr_software_statement}, {@code …_use} and
 * {@code …_withdrawal} what is known of software statements. Calls take part in the
 * transaction of the thread if there is one on the same {@code DataSource}. Safe for use
 * by several threads and processes.
 */
final class JdbcSoftwareStatementStore implements SoftwareStatementStore, InitializingBean {

	// A key can't hold NULL: no software_id is the empty one, which no statement has
	private static final String NO_SOFTWARE_ID = "";

	private static final List<RequiredTable> TABLES = List.of(
			new RequiredTable("dcr_software_statement", "client_id, issuer, software_id"),
			new RequiredTable("dcr_software_statement_use", "statement_hash, client_id, expires_at"),
			new RequiredTable("dcr_software_statement_withdrawal", "issuer, software_id, withdrawn_at"));

	private static final ConditionalUpdate UPDATE = new ConditionalUpdate(
			"UPDATE dcr_software_statement SET issuer = ?, software_id = ? WHERE client_id = ?");

	private static final ConditionalUpdate DELETE = new ConditionalUpdate(
			"DELETE FROM dcr_software_statement WHERE client_id = ?");

	private static final String IS_WITHDRAWN = "SELECT count(*) FROM dcr_software_statement s "
			+ "JOIN dcr_software_statement_withdrawal w ON w.issuer = s.issuer "
			+ "AND (w.software_id = '' OR w.software_id = s.software_id) WHERE s.client_id = ?";

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the tables
	 */
	JdbcSoftwareStatementStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the tables are there, with all their columns.
	 * @throws ClientRegistrationTableMissingException if one isn't
	 */
	@Override
	public void afterPropertiesSet() {
		TABLES.forEach((table) -> table.check(this.jdbcOperations));
	}

	@Override
	public void save(String clientId, String issuer, @Nullable String softwareId) {
		Object[] arguments = { issuer, orNone(softwareId), clientId };
		int[] types = { Types.VARCHAR, Types.VARCHAR, Types.VARCHAR };
		if (!UPDATE.run(this.jdbcOperations, arguments, types)) {
			insert("INSERT INTO dcr_software_statement (issuer, software_id, client_id) VALUES (?, ?, ?)", arguments,
					types);
		}
	}

	@Override
	public void remove(String clientId) {
		DELETE.run(this.jdbcOperations, new Object[] { clientId }, new int[] { Types.VARCHAR });
	}

	@Override
	public boolean use(String issuer, SingleUse use, String clientId) {
		String hash = StatementHash.of(issuer, use.id());
		List<String> users = this.jdbcOperations.queryForList(
				"SELECT client_id FROM dcr_software_statement_use WHERE statement_hash = ?", String.class, hash);
		if (users.isEmpty()) {
			Instant expiresAt = use.expiresAt();
			insert("INSERT INTO dcr_software_statement_use (statement_hash, client_id, expires_at) VALUES (?, ?, ?)",
					new @Nullable Object[] { hash, clientId, (expiresAt != null) ? expiresAt.toEpochMilli() : null },
					new int[] { Types.VARCHAR, Types.VARCHAR, Types.BIGINT });
			return true;
		}
		return users.contains(clientId);
	}

	private void insert(String sql, @Nullable Object[] arguments, int[] types) {
		try {
			this.jdbcOperations.update(sql, arguments, types);
		}
		catch (DuplicateKeyException ex) {
			throw new CannotAcquireLockException("Another transaction wrote the row at the same time", ex);
		}
	}

	@Override
	public void removeUsesExpired(Instant before) {
		this.jdbcOperations.update("DELETE FROM dcr_software_statement_use WHERE expires_at < ?",
				before.toEpochMilli());
	}

	@Override
	public void withdraw(SoftwareStatementWithdrawal withdrawal) {
		try {
			this.jdbcOperations.update(
					"INSERT INTO dcr_software_statement_withdrawal (issuer, software_id, withdrawn_at) "
							+ "VALUES (?, ?, ?)",
					withdrawal.issuer(), orNone(withdrawal.softwareId()), withdrawal.withdrawnAt().toEpochMilli());
		}
		catch (DuplicateKeyException ex) {
			// it is there already
		}
	}

	@Override
	public boolean reinstate(String issuer, @Nullable String softwareId) {
		return issuer.indexOf('\0') < 0 && orNone(softwareId).indexOf('\0') < 0
				&& this.jdbcOperations.update(
						"DELETE FROM dcr_software_statement_withdrawal WHERE issuer = ? AND software_id = ?", issuer,
						orNone(softwareId)) > 0;
	}

	@Override
	public List<SoftwareStatementWithdrawal> findWithdrawals() {
		return this.jdbcOperations.query(
				"SELECT issuer, software_id, withdrawn_at "
						+ "FROM dcr_software_statement_withdrawal ORDER BY issuer, software_id",
				JdbcSoftwareStatementStore::withdrawal);
	}

	private static SoftwareStatementWithdrawal withdrawal(ResultSet row, int number) throws SQLException {
		String softwareId = row.getString("software_id");
		return new SoftwareStatementWithdrawal(row.getString("issuer"),
				softwareId.equals(NO_SOFTWARE_ID) ? null : softwareId,
				Instant.ofEpochMilli(row.getLong("withdrawn_at")));
	}

	@Override
	public boolean isWithdrawn(String clientId) {
		return !this.jdbcOperations.queryForList(IS_WITHDRAWN, Integer.class, clientId).equals(List.of(0));
	}

	@Override
	public List<String> findClientIds(String issuer, @Nullable String softwareId, String after, int limit) {
		if (softwareId == null) {
			return this.jdbcOperations
				.queryForList("SELECT client_id FROM dcr_software_statement WHERE issuer = ? AND client_id > ? "
						+ "ORDER BY client_id LIMIT ?", String.class, issuer, after, limit);
		}
		return this.jdbcOperations.queryForList(
				"SELECT client_id FROM dcr_software_statement WHERE issuer = ? AND software_id = ? "
						+ "AND client_id > ? ORDER BY client_id LIMIT ?",
				String.class, issuer, softwareId, after, limit);
	}

	private static String orNone(@Nullable String softwareId) {
		return (softwareId != null) ? softwareId : NO_SOFTWARE_ID;
	}

}
