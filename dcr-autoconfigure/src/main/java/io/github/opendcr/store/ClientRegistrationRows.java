package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Makes rows of registrations, and registrations of the rows of their table.
 *
 * @since 0.1.0
 */
public final class ClientRegistrationRows implements RowMapper<ClientRegistration> {

	/**
	 * The columns in the order in which {@link #mapRow} reads them, which must be the
	 * first ones of a query.
	 */
	public static final String COLUMNS = "client_id, registered_client_id, metadata, token_hash, token_scope, "
			+ "token_expires_at, issued_at, updated_at, registered_by, initial_access_token, policy, issuer, status, "
			+ "expires_at, version, former_token_hash, former_token_until, former_token_answer, source, asked";

	/**
	 * What a query adds to find a registration by the hash of a token, which it has
	 * twice.
	 */
	public static final String HAS_TOKEN = " AND (token_hash = ? OR former_token_hash = ?)";

	/**
	 * The statement that adds {@link #row}.
	 */
	public static final String INSERT = "INSERT INTO dcr_client_registration (" + COLUMNS
			+ ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	/**
	 * The statement that changes what {@link #change} returns.
	 */
	public static final String UPDATE = "UPDATE dcr_client_registration SET metadata = ?, asked = ?, token_hash = ?, "
			+ "token_scope = ?, token_expires_at = ?, former_token_hash = ?, former_token_until = ?, "
			+ "former_token_answer = ?, policy = ?, status = ?, updated_at = ?, version = ? "
			+ "WHERE client_id = ? AND version = ?";

	/**
	 * The statement that deletes a registration by {@code client_id} and version.
	 */
	public static final String DELETE = "DELETE FROM dcr_client_registration WHERE client_id = ? AND version = ?";

	private final ClientMetadataJson json = new ClientMetadataJson();

	/**
	 * Create a mapper.
	 */
	public ClientRegistrationRows() {
	}

	/**
	 * Whether a {@code client_id} can be stored at all.
	 * @param clientId the {@code client_id}
	 * @return {@code false} if the database need not be asked
	 */
	public static boolean isPossible(String clientId) {
		return StoredKey.isPossible(clientId);
	}

	@Override
	public ClientRegistration mapRow(ResultSet row, int number) throws SQLException {
		ClientMetadata metadata = this.json.read(row.getString(3));
		String tokenHash = row.getString(4);
		return new ClientRegistration(row.getString(1), row.getString(2), metadata,
				(tokenHash != null) ? new TokenRecord(tokenHash, row.getString(5), instant(row, 6), former(row)) : null,
				Instant.ofEpochMilli(row.getLong(7)), Instant.ofEpochMilli(row.getLong(8)),
				new Registrant(row.getString(9), row.getString(10), row.getString(11),
						Registrant.Source.valueOf(row.getString(19))),
				row.getString(12), ClientStatus.valueOf(row.getString(13)), instant(row, 14), row.getLong(15),
				asked(row.getString(20)));
	}

	private ClientMetadata asked(@Nullable String json) {
		return (json != null) ? this.json.read(json) : ClientMetadata.empty();
	}

	private SqlParameterValue asked(ClientRegistration registration) {
		ClientMetadata asked = registration.asked();
		return text(asked.asMap().isEmpty() ? null : this.json.write(asked));
	}

	private static @Nullable FormerToken former(ResultSet row) throws SQLException {
		String hash = row.getString(16);
		return (hash != null) ? new FormerToken(hash, Instant.ofEpochMilli(row.getLong(17)), row.getString(18)) : null;
	}

	private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
		long milliseconds = row.getLong(column);
		return (!row.wasNull()) ? Instant.ofEpochMilli(milliseconds) : null;
	}

	/**
	 * Return a registration as a row.
	 * @param registration the registration
	 * @return the values of all columns
	 * @throws IllegalArgumentException if its {@code client_id} can't be stored
	 */
	public List<SqlParameterValue> row(ClientRegistration registration) {
		StoredKey.requireClientId(registration.clientId());
		Registrant registrant = registration.registrant();
		List<SqlParameterValue> token = token(registration);
		List<SqlParameterValue> row = new ArrayList<>(List.of(text(registration.clientId()),
				text(registration.registeredClientId()), text(this.json.write(registration.metadata()))));
		row.addAll(token.subList(0, 3));
		row.addAll(List.of(time(registration.issuedAt()), time(registration.updatedAt()), text(registrant.name()),
				text(registrant.initialAccessTokenId()), text(registrant.policy()), text(registration.issuer()),
				text(registration.status().name()), time(registration.expiresAt()), number(registration.version())));
		row.addAll(token.subList(3, 6));
		row.add(text(registrant.source().name()));
		row.add(asked(registration));
		return row;
	}

	private static List<SqlParameterValue> token(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		FormerToken former = (token != null) ? token.former() : null;
		return List.of(text((token != null) ? token.hash() : null), text((token != null) ? token.scope() : null),
				time((token != null) ? token.expiresAt() : null), text((former != null) ? former.hash() : null),
				time((former != null) ? former.until() : null), text((former != null) ? former.answer() : null));
	}

	/**
	 * Return what an update changes of a registration, and which one it changes.
	 * @param registration the registration
	 * @param expectedVersion the version that must be stored now
	 * @return the values
	 */
	public List<SqlParameterValue> change(ClientRegistration registration, long expectedVersion) {
		List<SqlParameterValue> change = new ArrayList<>();
		change.add(text(this.json.write(registration.metadata())));
		change.add(asked(registration));
		change.addAll(token(registration));
		change.addAll(List.of(text(registration.registrant().policy()), text(registration.status().name()),
				time(registration.updatedAt()), number(registration.version()), text(registration.clientId()),
				number(expectedVersion)));
		return change;
	}

	/**
	 * Return a text as a value.
	 * @param text the text
	 * @return the value
	 */
	public static SqlParameterValue text(@Nullable String text) {
		return new SqlParameterValue(Types.VARCHAR, text);
	}

	static SqlParameterValue number(long number) {
		return new SqlParameterValue(Types.BIGINT, number);
	}

	static SqlParameterValue time(@Nullable Instant instant) {
		return new SqlParameterValue(Types.BIGINT, (instant != null) ? instant.toEpochMilli() : null);
	}

}
