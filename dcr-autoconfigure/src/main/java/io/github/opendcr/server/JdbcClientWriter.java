package io.github.opendcr.server;

import java.sql.Types;
import java.util.List;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Writes the rows of Spring's JDBC repository by one statement each.
 *
 * @param tables where they are
 */
record JdbcClientWriter(SpringTables tables) implements RegisteredClientWriter {

	@Override
	public void insert(RegisteredClient client) {
		this.tables.jdbcOperations()
			.update(SpringTables.INSERT, new ArgumentPreparedStatementSetter(this.tables.row(client).toArray()));
	}

	@Override
	public boolean update(RegisteredClient client) {
		List<SqlParameterValue> row = this.tables.changeableRow(client);
		row.add(new SqlParameterValue(Types.VARCHAR, client.getId()));
		return this.tables.jdbcOperations()
			.update(SpringTables.UPDATE + "?", new ArgumentPreparedStatementSetter(row.toArray())) == 1;
	}

}
