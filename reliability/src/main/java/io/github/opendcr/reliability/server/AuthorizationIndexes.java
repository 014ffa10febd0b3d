package io.github.opendcr.reliability.server;

import java.sql.SQLException;
import java.util.List;

/**
 * What docs/scale.md says of Spring's table of authorizations, which has no index of its
 * own by what it is searched for. Without, all of it is read for each code and each
 * token.
 */
public final class AuthorizationIndexes {

	private static final List<String> COLUMNS = List.of("state", "authorization_code_value", "access_token_value",
			"oidc_id_token_value", "refresh_token_value", "user_code_value", "device_code_value");

	private AuthorizationIndexes() {
	}

	/**
	 * Make them once a node has made the table.
	 */
	public static void create(Postgres postgres, String database) throws SQLException {
		for (String column : COLUMNS) {
			postgres.execute(database, "CREATE INDEX ON oauth2_authorization USING hash (" + column + ")");
		}
	}

}
