package io.github.opendcr.store;

import java.sql.Types;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The rows of {@code dcr_client_term}, by which operators find clients. One that is there
 * already is left as it is: it may be of a client that had the same {@code client_id}.
 */
final class ClientTerms {

	private static final int[] TYPES = { Types.VARCHAR, Types.VARCHAR };

	private static final String VALUES = "INTO dcr_client_term (term, client_id) VALUES (?, ?)";

	private final JdbcOperations jdbcOperations;

	private volatile @Nullable String insert;

	ClientTerms(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	void add(String clientId, Set<String> terms) {
		if (!terms.isEmpty()) {
			this.jdbcOperations.batchUpdate(insert(),
					terms.stream().map((term) -> new Object[] { term, clientId }).toList(), TYPES);
		}
	}

	void remove(String clientId, Set<String> terms) {
		if (!terms.isEmpty()) {
			this.jdbcOperations.batchUpdate("DELETE FROM dcr_client_term WHERE term = ? AND client_id = ?",
					terms.stream().map((term) -> new Object[] { term, clientId }).toList(), TYPES);
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
	// and registrations would wait for one another in a circle
	private static String insert(@Nullable DatabasePlatform platform) {
		if (platform == DatabasePlatform.H2) {
			return "MERGE " + VALUES;
		}
		if (platform == DatabasePlatform.MARIADB || platform == DatabasePlatform.MYSQL) {
			return "INSERT IGNORE " + VALUES;
		}
		return "INSERT " + VALUES + ((platform == DatabasePlatform.POSTGRESQL) ? " ON CONFLICT DO NOTHING" : "");
	}

}
