package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import org.springframework.jdbc.core.RowMapper;

/**
 * Reads registrations from rows of their table.
 *
 * @param json reads metadata
 */
record ClientRegistrationRows(ClientMetadataJson json) implements RowMapper<ClientRegistration> {

	static final String COLUMNS = "client_id, registered_client_id, metadata, token_hash, token_scope, "
			+ "token_expires_at, issued_at, updated_at, registered_by, initial_access_token, policy, issuer, status, "
			+ "expires_at";

	@Override
	public ClientRegistration mapRow(ResultSet row, int number) throws SQLException {
		ClientMetadata metadata = this.json.read(row.getString("metadata"));
		return new ClientRegistration(row.getString("client_id"), row.getString("registered_client_id"), metadata,
				token(row), Instant.ofEpochMilli(row.getLong("issued_at")),
				Instant.ofEpochMilli(row.getLong("updated_at")), registrant(row), row.getString("issuer"),
				ClientStatus.valueOf(row.getString("status")), instant(row, "expires_at"));
	}

	private static Registrant registrant(ResultSet row) throws SQLException {
		return new Registrant(row.getString("registered_by"), row.getString("initial_access_token"),
				row.getString("policy"));
	}

	private static @Nullable TokenRecord token(ResultSet row) throws SQLException {
		String hash = row.getString("token_hash");
		if (hash == null) {
			return null;
		}
		return new TokenRecord(hash, row.getString("token_scope"), instant(row, "token_expires_at"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		long milliseconds = row.getLong(column);
		return (!row.wasNull()) ? Instant.ofEpochMilli(milliseconds) : null;
	}

}
