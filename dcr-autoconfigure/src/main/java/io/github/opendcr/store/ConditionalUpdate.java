package io.github.opendcr.store;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.ArgumentTypePreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * A statement that changes one row if it is as expected.
 *
 * @param sql the statement
 */
record ConditionalUpdate(String sql) {

	/**
	 * MariaDB: the row changed after the snapshot of the transaction was taken.
	 */
	private static final int RECORD_CHANGED = 1020;

	/**
	 * Run the statement.
	 * @return whether the row was there, as expected
	 */
	boolean run(JdbcOperations jdbcOperations, @Nullable Object[] arguments, int[] types) {
		return run(jdbcOperations, new ArgumentTypePreparedStatementSetter(arguments, types));
	}

	/**
	 * Run the statement.
	 * @return whether the row was there, as expected
	 */
	boolean run(JdbcOperations jdbcOperations, List<SqlParameterValue> arguments) {
		return run(jdbcOperations, new ArgumentPreparedStatementSetter(arguments.toArray()));
	}

	private boolean run(JdbcOperations jdbcOperations, PreparedStatementSetter arguments) {
		try {
			return jdbcOperations.update(this.sql, arguments) == 1;
		}
		catch (UncategorizedSQLException ex) {
			SQLException cause = ex.getSQLException();
			if (cause != null && cause.getErrorCode() == RECORD_CHANGED) {
				throw new CannotAcquireLockException("The row changed since the transaction began", ex);
			}
			throw ex;
		}
	}

}
