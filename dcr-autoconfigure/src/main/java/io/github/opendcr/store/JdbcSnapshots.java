package io.github.opendcr.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
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
		boolean known = Boolean.TRUE
			.equals(new JdbcTemplate(dataSource).execute((ConnectionCallback<Boolean>) JdbcSnapshots::isKnown));
		return known ? new TransactionTemplate(new Snapshots(dataSource)) : null;
	}

	private static boolean isKnown(Connection connection) throws SQLException {
		DatabasePlatform platform = DatabasePlatform.of(connection);
		// H2 takes a view of each table by itself
		return platform != null && platform != DatabasePlatform.H2;
	}

	/**
	 * Sets the level within the transaction: what {@link Connection} sets is the
	 * session's, and a pooler may have a session for each transaction.
	 */
	private static final class Snapshots extends JdbcTransactionManager {

		Snapshots(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
				throws SQLException {
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
			}
		}

	}

}
