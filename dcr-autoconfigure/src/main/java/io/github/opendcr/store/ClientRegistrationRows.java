package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Makes rows of registrations, and registrations of the rows of their table.
 *
 * @param json reads and writes metadata
 */
record ClientRegistrationRows(ClientMetadataJson json) implements RowMapper<ClientRegistration> {

	/**
	 * The columns in the order in which {@link #mapRow} reads them, which must be the
	 * first ones of a query.
	 */
	static final String COLUMNS = "client_id, registered_client_id, metadata, token_hash, token_scope, "
			+ "token_expires_at, issued_at, updated_at, registered_by, initial_access_token, policy, issuer, status, "
			+ "expires_at";

	/**
	 * The statement that adds {@link #row}.
	 */
	static final String INSERT = "INSERT INTO dcr_client_registration (" + COLUMNS
			+ ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	/**
	 * The statement that changes what {@link #change} returns.
	 */
	static final String UPDATE = "UPDATE dcr_client_registration SET metadata = ?, token_hash = ?, "
			+ "token_scope = ?, token_expires_at = ?, updated_at = ? WHERE client_id = ? AND token_hash = ? "
			+ "AND status = ?";

	/**
	 * The statement that deletes a registration by {@code client_id}.
	 */
	static final String DELETE = "DELETE FROM dcr_client_registration WHERE client_id = ?";

	/**
	 * The statement that deletes a registration by {@code client_id} and token hash.
	 */
	static final String COMPARE_AND_DELETE = DELETE + " AND token_hash = ?";

	@Override
	public ClientRegistration mapRow(ResultSet row, int number) throws SQLException {
		ClientMetadata metadata = this.json.read(row.getString(3));
		String tokenHash = row.getString(4);
		return new ClientRegistration(row.getString(1), row.getString(2), metadata,
				(tokenHash != null) ? new TokenRecord(tokenHash, row.getString(5), instant(row, 6)) : null,
				Instant.ofEpochMilli(row.getLong(7)), Instant.ofEpochMilli(row.getLong(8)),
				new Registrant(row.getString(9), row.getString(10), row.getString(11)), row.getString(12),
				ClientStatus.valueOf(row.getString(13)), instant(row, 14));
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		long milliseconds = row.getLong(column);
		return (!row.wasNull()) ? Instant.ofEpochMilli(milliseconds) : null;
	}

	/**
	 * Return a registration as a row.
	 */
	List<SqlParameterValue> row(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		Registrant registrant = registration.registrant();
		return List.of(text(registration.clientId()), text(registration.registeredClientId()),
				text(this.json.write(registration.metadata())), text((token != null) ? token.hash() : null),
				text((token != null) ? token.scope() : null), time((token != null) ? token.expiresAt() : null),
				time(registration.issuedAt()), time(registration.updatedAt()), text(registrant.name()),
				text(registrant.initialAccessTokenId()), text(registrant.policy()), text(registration.issuer()),
				text(registration.status().name()), time(registration.expiresAt()));
	}

	/**
	 * Return what an update changes of a registration, and which one it changes.
	 */
	List<SqlParameterValue> change(ClientRegistration registration, String expectedTokenHash) {
		TokenRecord token = registration.registrationAccessToken();
		return List.of(text(this.json.write(registration.metadata())), text((token != null) ? token.hash() : null),
				text((token != null) ? token.scope() : null), time((token != null) ? token.expiresAt() : null),
				time(registration.updatedAt()), text(registration.clientId()), text(expectedTokenHash),
				text(registration.status().name()));
	}

	static SqlParameterValue text(@Nullable String text) {
		return new SqlParameterValue(Types.VARCHAR, text);
	}

	static SqlParameterValue time(@Nullable Instant instant) {
		return new SqlParameterValue(Types.BIGINT, (instant != null) ? instant.toEpochMilli() : null);
	}

}
