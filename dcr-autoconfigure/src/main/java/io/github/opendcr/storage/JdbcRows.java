package io.github.opendcr.storage;

import java.sql.Types;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The rows of Spring's JDBC repository, by one statement each. Apart, since Spring JDBC
 * need not be there.
 *
 * @param tables where they are
 */
record JdbcRows(SpringTables tables) implements ClientRows {

	static @Nullable JdbcRows ofExactly(RegisteredClientRepository repository) {
		return (repository.getClass() == JdbcRegisteredClientRepository.class) ? of(repository) : null;
	}

	static @Nullable JdbcRows of(Object repository) {
		return (repository instanceof JdbcRegisteredClientRepository jdbc) ? new JdbcRows(SpringTables.of(jdbc)) : null;
	}

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
			.update(SpringTables.UPDATE + "?", new ArgumentPreparedStatementSetter(row.toArray())) == 1
				|| isThere(client.getId());
	}

	// A row that stays the same isn't counted where a driver counts those that changed
	// (useAffectedRows of MySQL and MariaDB). Locked, to see what is there now.
	private boolean isThere(String id) {
		return !this.tables.jdbcOperations()
			.queryForList("SELECT id FROM oauth2_registered_client WHERE id = ? FOR UPDATE", String.class, id)
			.isEmpty();
	}

	@Override
	public void remove(RegisteredClient client) {
		this.tables.jdbcOperations().update("DELETE FROM oauth2_registered_client WHERE id = ?", client.getId());
	}

}
