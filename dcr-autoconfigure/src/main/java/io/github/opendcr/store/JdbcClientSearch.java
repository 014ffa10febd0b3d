package io.github.opendcr.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientSearch;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * Finds a page of clients: goes along one index, that of the terms or that of the times
 * of registration, and compares the rest. A page ends after so many rows, whatever was
 * found.
 */
final class JdbcClientSearch {

	private static final int MOST_ROWS = 1000;

	private static final String COLUMNS = "SELECT r." + ClientRegistrationRows.COLUMNS.replace(", ", ", r.");

	private static final String BY_TERM = COLUMNS + ", t.term FROM dcr_client_term t "
			+ "JOIN dcr_client_registration r ON r.client_id = t.client_id "
			+ "WHERE t.term >= ? AND t.term < ? AND (t.term, t.client_id) > (?, ?) "
			+ "ORDER BY t.term, t.client_id LIMIT ?";

	private static final String BY_TIME = COLUMNS + ", r.issued_at FROM dcr_client_registration r "
			+ "WHERE r.issued_at >= ? AND r.issued_at <= ? AND (r.issued_at > ? OR r.client_id > ?) "
			+ "ORDER BY r.issued_at, r.client_id LIMIT ?";

	private static final int KEY = ClientRegistrationRows.COLUMNS.split(", ").length + 1;

	private final JdbcOperations jdbcOperations;

	private final ClientRegistrationRows rows;

	private final ClientSearch search;

	private final @Nullable String term;

	JdbcClientSearch(JdbcOperations jdbcOperations, ClientRegistrationRows rows, ClientSearch search) {
		this.jdbcOperations = jdbcOperations;
		this.rows = rows;
		this.search = search;
		this.term = SearchTerms.of(search);
	}

	/**
	 * Whether there is an index for it.
	 */
	static boolean isFor(ClientSearch search) {
		return SearchTerms.of(search) != null || search.registeredFrom() != null || search.registeredUntil() != null;
	}

	ClientPage page(@Nullable String after, int limit) {
		List<ClientRegistration> found = new ArrayList<>();
		Place last = (after != null) ? Place.read(after) : null;
		int seen = 0;
		while (seen < MOST_ROWS) {
			List<Row> chunk = (this.term != null) ? byTerm(this.term, last, limit) : byTime(last, limit);
			for (Row row : chunk) {
				last = row.place();
				seen++;
				if (this.search.matches(row.registration())) {
					found.add(row.registration());
					if (found.size() == limit) {
						return new ClientPage(found, last.write());
					}
				}
			}
			if (chunk.size() < limit) {
				return new ClientPage(found, null);
			}
		}
		return new ClientPage(found, (last != null) ? last.write() : null);
	}

	private List<Row> byTerm(String first, @Nullable Place after, int limit) {
		String end = SearchTerms.after(first);
		Place place = (after != null) ? after : new Place(first, "");
		return this.jdbcOperations.query(BY_TERM, (row, number) -> {
			ClientRegistration registration = this.rows.mapRow(row, number);
			return new Row(new Place(row.getString(KEY), registration.clientId()), registration);
		}, first, end, place.key(), place.clientId(), limit);
	}

	private List<Row> byTime(@Nullable Place after, int limit) {
		Instant from = this.search.registeredFrom();
		Instant until = this.search.registeredUntil();
		long first = (from != null) ? from.toEpochMilli() : Long.MIN_VALUE;
		long last = (after != null) ? after.time() : Long.MIN_VALUE;
		return this.jdbcOperations.query(BY_TIME, (row, number) -> {
			ClientRegistration registration = this.rows.mapRow(row, number);
			return new Row(new Place(row.getString(KEY), registration.clientId()), registration);
		}, Math.max(first, last), (until != null) ? until.toEpochMilli() : Long.MAX_VALUE, last,
				(after != null) ? after.clientId() : "", limit);
	}

	private record Row(Place place, ClientRegistration registration) {
	}

	/**
	 * Where a page ended.
	 *
	 * @param key the term or the time
	 * @param clientId the {@code client_id}
	 */
	private record Place(String key, String clientId) {

		private static final String NO_PLACE = "after must be the next of the page before, of the same search";

		static Place read(String text) {
			try {
				String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
				int end = place.indexOf('\n');
				if (end > 0 && StoredKey.isPossible(place.substring(end + 1)) && place.indexOf('\0') < 0) {
					return new Place(place.substring(0, end), place.substring(end + 1));
				}
			}
			catch (IllegalArgumentException ex) {
				// the same answer
			}
			throw new IllegalArgumentException(NO_PLACE);
		}

		String write() {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString((this.key + '\n' + this.clientId).getBytes(StandardCharsets.UTF_8));
		}

		long time() {
			try {
				return Long.parseLong(this.key);
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException(NO_PLACE, ex);
			}
		}

	}

}
