package io.github.opendcr.store;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The rows of {@code dcr_client_term}, by which operators find clients. One that is there
 * already is left as it is: it may be of a client that had the same {@code client_id}.
 */
final class ClientTerms {

	private static final int[] TYPES = { Types.VARCHAR, Types.VARCHAR };

	private static final String INTO = "INTO dcr_client_term (term, client_id) ";

	private static final String VALUES = INTO + "VALUES (?, ?)";

	// Neither of them has a line break
	private static final String POSTGRESQL = "INSERT " + INTO
			+ "SELECT * FROM unnest(string_to_array(?, E'\\n'), string_to_array(?, E'\\n')) ON CONFLICT DO NOTHING";

	private final JdbcOperations jdbcOperations;

	private volatile @Nullable String insert;

	ClientTerms(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	void add(String clientId, Set<String> terms) {
		add(terms.stream().map((term) -> new Row(term, clientId)).toList());
	}

	// In one order, so that several nodes don't wait for one another in a circle
	void addAll(Collection<ClientRegistration> registrations) {
		List<Row> rows = new ArrayList<>();
		registrations.forEach((registration) -> SearchTerms.of(registration)
			.forEach((term) -> rows.add(new Row(term, registration.clientId()))));
		rows.sort(Comparator.comparing(Row::term).thenComparing(Row::clientId));
		add(rows);
	}

	private void add(List<Row> rows) {
		if (rows.isEmpty()) {
			return;
		}
		String sql = insert();
		if (sql.equals(POSTGRESQL)) {
			this.jdbcOperations.update(sql, String.join("\n", rows.stream().map(Row::term).toList()),
					String.join("\n", rows.stream().map(Row::clientId).toList()));
		}
		else {
			this.jdbcOperations.batchUpdate(sql, rows.stream().map(Row::values).toList(), TYPES);
		}
	}

	void remove(String clientId, Set<String> terms) {
		if (!terms.isEmpty()) {
			this.jdbcOperations.batchUpdate("DELETE FROM dcr_client_term WHERE term = ? AND client_id = ?",
					terms.stream().map((term) -> new Row(term, clientId).values()).toList(), TYPES);
		}
	}

	private String insert() {
		String sql = this.insert;
		if (sql == null) {
			sql = this.jdbcOperations
				.execute((ConnectionCallback<String>) (connection) -> insert(DatabasePlatform.of(connection)));
			this.insert = sql;
		}
		return (sql != null) ? sql : insert((DatabasePlatform) null);
	}

	// A question whether it is there would lock what lies beside it in MariaDB and MySQL,
	// and those who write at once would wait for one another in a circle
	private static String insert(@Nullable DatabasePlatform platform) {
		if (platform == DatabasePlatform.H2) {
			return "MERGE " + VALUES;
		}
		if (platform == DatabasePlatform.MARIADB || platform == DatabasePlatform.MYSQL) {
			return "INSERT IGNORE " + VALUES;
		}
		return (platform == DatabasePlatform.POSTGRESQL) ? POSTGRESQL : "INSERT " + VALUES;
	}

	private record Row(String term, String clientId) {

		Object[] values() {
			return new Object[] { this.term, this.clientId };
		}

	}

}
