package io.github.opendcr.store;

import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * A table without which a store can't work.
 *
 * @param name the name of the table
 * @param columns the names of its columns, separated by commas
 */
record RequiredTable(String name, String columns) {

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	void check(JdbcOperations jdbcOperations) {
		try {
			jdbcOperations.query("SELECT " + this.columns + " FROM " + this.name + " WHERE 1 = 0", (row) -> {
			});
		}
		catch (BadSqlGrammarException ex) {
			String databaseName = jdbcOperations.execute((ConnectionCallback<String>) RequiredTable::databaseName);
			DatabasePlatform platform = DatabasePlatform.of(databaseName);
			throw new ClientRegistrationTableMissingException(this.name, databaseName,
					(platform != null) ? platform.schemaScript() : null, ex);
		}
	}

	private static String databaseName(Connection connection) throws SQLException {
		String name = JdbcUtils.commonDatabaseName(connection.getMetaData().getDatabaseProductName());
		return (name != null) ? name : "unknown";
	}

}
