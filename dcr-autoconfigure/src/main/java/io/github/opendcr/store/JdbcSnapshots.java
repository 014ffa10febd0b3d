package io.github.opendcr.store;

import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions that see all tables of a database as they were at one time, and keep
 * nobody waiting. They are for reading.
 *
 * @since 0.1.0
 */
public final class JdbcSnapshots {

	private JdbcSnapshots() {
	}

	/**
	 * Return such transactions.
	 * @param dataSource the database
	 * @return the transactions, safe for use by several threads, or {@code null} if the
	 * database isn't known to have them
	 */
	public static @Nullable TransactionOperations select(DataSource dataSource) {
		return new JdbcTemplate(dataSource)
			.execute((ConnectionCallback<Optional<DatabasePlatform>>) (connection) -> Optional
				.ofNullable(DatabasePlatform.of(connection)))
			.map((platform) -> transactions(dataSource, platform.snapshotIsolation()))
			.orElse(null);
	}

	private static TransactionOperations transactions(DataSource dataSource, int isolationLevel) {
		TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		transactions.setIsolationLevel(isolationLevel);
		return transactions;
	}

}
