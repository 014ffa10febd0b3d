package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.ClientMetadataDocumentStore;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Keeps documents in the table {@code dcr_client_metadata_document}. Calls take part in
 * the transaction of the thread if there is one on the same {@code DataSource}. Safe for
 * use by several threads and processes.
 */
final class JdbcClientMetadataDocumentStore implements ClientMetadataDocumentStore, InitializingBean {

	private static final String TABLE = "dcr_client_metadata_document";

	private static final String COLUMNS = "client_id, entity_tag, document_hash, checked_at, fresh_until, "
			+ "unavailable_since, unavailable_kind";

	private static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE
			+ " WHERE document_hash IS NOT NULL AND ";

	private static final String INSERT = "INSERT INTO " + TABLE + " (entity_tag, document_hash, checked_at, "
			+ "fresh_until, unavailable_since, unavailable_kind, client_id) VALUES (?, ?, ?, ?, ?, ?, ?)";

	private static final String UPDATE = "UPDATE " + TABLE + " SET entity_tag = ?, document_hash = ?, "
			+ "checked_at = ?, fresh_until = ?, unavailable_since = ?, unavailable_kind = ? "
			+ "WHERE client_id = ? AND denied_at IS NULL";

	private static final String FORGET = "UPDATE " + TABLE + " SET entity_tag = NULL, document_hash = NULL, "
			+ "checked_at = NULL, fresh_until = NULL, unavailable_since = NULL, unavailable_kind = NULL "
			+ "WHERE client_id = ? AND denied_at IS NOT NULL";

	private static final ConditionalUpdate SAVE = new ConditionalUpdate(UPDATE);

	private static final ConditionalUpdate REPLACE = new ConditionalUpdate(UPDATE + " AND document_hash IS NOT NULL");

	private static final ConditionalUpdate DENY = new ConditionalUpdate(
			"UPDATE " + TABLE + " SET denied_at = COALESCE(denied_at, ?) WHERE client_id = ?");

	private final JdbcOperations jdbcOperations;

	/**
	 * Create a store.
	 * @param jdbcOperations reaches the database that holds the table
	 */
	JdbcClientMetadataDocumentStore(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Check that the table is there, with all its columns.
	 * @throws ClientRegistrationTableMissingException if it isn't
	 */
	@Override
	public void afterPropertiesSet() {
		new RequiredTable(TABLE, COLUMNS + ", denied_at").check(this.jdbcOperations);
	}

	@Override
	public @Nullable ClientMetadataDocument find(String url) {
		if (!StoredKey.isPossible(url)) {
			return null;
		}
		List<ClientMetadataDocument> found = this.jdbcOperations.query(SELECT + "client_id = ?",
				JdbcClientMetadataDocumentStore::document, url);
		return (!found.isEmpty()) ? found.get(0) : null;
	}

	private static ClientMetadataDocument document(ResultSet row, int number) throws SQLException {
		String kind = row.getString(7);
		return new ClientMetadataDocument(row.getString(1), row.getString(2), row.getString(3), instant(row, 4),
				instant(row, 5), (kind != null) ? new Absence(instant(row, 6), kind) : null);
	}

	private static Instant instant(ResultSet row, int column) throws SQLException {
		return Instant.ofEpochMilli(row.getLong(column));
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the URL is not 1 to 100 visible ASCII
	 * characters
	 */
	@Override
	public boolean save(ClientMetadataDocument document) {
		StoredKey.requireClientId(document.url());
		List<SqlParameterValue> row = row(document);
		if (SAVE.run(this.jdbcOperations, row)) {
			return true;
		}
		if (isDenied(document.url())) {
			return false;
		}
		insert(INSERT, row);
		return true;
	}

	private void insert(String sql, List<SqlParameterValue> row) {
		try {
			this.jdbcOperations.update(sql, new ArgumentPreparedStatementSetter(row.toArray()));
		}
		catch (DuplicateKeyException ex) {
			throw new CannotAcquireLockException("Another transaction wrote the row at the same time", ex);
		}
	}

	@Override
	public boolean replace(ClientMetadataDocument document) {
		return StoredKey.isPossible(document.url()) && REPLACE.run(this.jdbcOperations, row(document));
	}

	private static List<SqlParameterValue> row(ClientMetadataDocument document) {
		Absence absence = document.absence();
		return List.of(ClientRegistrationRows.text(document.entityTag()), ClientRegistrationRows.text(document.hash()),
				ClientRegistrationRows.time(document.checkedAt()), ClientRegistrationRows.time(document.freshUntil()),
				ClientRegistrationRows.time((absence != null) ? absence.since() : null),
				ClientRegistrationRows.text((absence != null) ? absence.kind() : null),
				ClientRegistrationRows.text(document.url()));
	}

	@Override
	public void remove(String url) {
		if (StoredKey.isPossible(url) && this.jdbcOperations.update(FORGET, url) == 0) {
			this.jdbcOperations.update("DELETE FROM " + TABLE + " WHERE client_id = ? AND denied_at IS NULL", url);
		}
	}

	@Override
	public long count() {
		Long count = this.jdbcOperations
			.queryForObject("SELECT COUNT(*) FROM " + TABLE + " WHERE document_hash IS NOT NULL", Long.class);
		return (count != null) ? count : 0;
	}

	@Override
	public List<ClientMetadataDocument> findStale(Instant now, @Nullable ClientMetadataDocument after, int limit) {
		String stale = SELECT + "fresh_until <= ?";
		String ordered = " ORDER BY fresh_until, client_id LIMIT ?";
		if (after == null) {
			return this.jdbcOperations.query(stale + ordered, JdbcClientMetadataDocumentStore::document,
					now.toEpochMilli(), limit);
		}
		long last = after.freshUntil().toEpochMilli();
		return this.jdbcOperations.query(
				stale + " AND (fresh_until > ? OR (fresh_until = ? AND client_id > ?))" + ordered,
				JdbcClientMetadataDocumentStore::document, now.toEpochMilli(), last, last, after.url(), limit);
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the URL is not 1 to 100 visible ASCII
	 * characters
	 */
	@Override
	public void deny(String url, Instant deniedAt) {
		StoredKey.requireClientId(url);
		List<SqlParameterValue> row = List.of(ClientRegistrationRows.time(deniedAt), ClientRegistrationRows.text(url));
		if (!DENY.run(this.jdbcOperations, row)) {
			insert("INSERT INTO " + TABLE + " (denied_at, client_id) VALUES (?, ?)", row);
		}
	}

	@Override
	public boolean permit(String url) {
		return StoredKey.isPossible(url) && this.jdbcOperations
			.update("UPDATE " + TABLE + " SET denied_at = NULL WHERE client_id = ? AND denied_at IS NOT NULL", url) > 0;
	}

	@Override
	public boolean isDenied(String url) {
		return StoredKey.isPossible(url) && !this.jdbcOperations
			.queryForList("SELECT client_id FROM " + TABLE + " WHERE client_id = ? AND denied_at IS NOT NULL",
					String.class, url)
			.isEmpty();
	}

	@Override
	public List<String> findDenied(@Nullable String after, int limit) {
		if (after != null && !StoredKey.isPossible(after)) {
			return List.of(); // no page ended there
		}
		return this.jdbcOperations.queryForList(
				"SELECT client_id FROM " + TABLE
						+ " WHERE denied_at IS NOT NULL AND client_id > ? ORDER BY client_id LIMIT ?",
				String.class, (after != null) ? after : "", limit);
	}

}
