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
 * Finds a page of clients: goes along one index, that of the times of registration or
 * that of the terms, and compares the rest. Clients that have no terms yet come first, by
 * time. A page ends after so many rows, whatever was found.
 */
final class JdbcClientSearch {

	private static final int MOST_ROWS = 1000;

	private static final int LARGEST_CHUNK = 500;

	private static final String BY_TERM = "SELECT r." + ClientRegistrationRows.COLUMNS.replace(", ", ", r.")
			+ ", t.term FROM dcr_client_term t JOIN dcr_client_registration r ON r.client_id = t.client_id "
			+ "WHERE t.term >= ? AND t.term < ? AND (t.term, t.client_id) > (?, ?) "
			+ "ORDER BY t.term, t.client_id LIMIT ?";

	private static final int TERM = ClientRegistrationRows.COLUMNS.split(", ").length + 1;

	private final JdbcOperations jdbcOperations;

	private final ClientRegistrationRows rows;

	private final TermProgress progress;

	private final ClientSearch search;

	private final @Nullable String term;

	JdbcClientSearch(JdbcOperations jdbcOperations, ClientRegistrationRows rows, TermProgress progress,
			ClientSearch search) {
		this.jdbcOperations = jdbcOperations;
		this.rows = rows;
		this.progress = progress;
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
		Place last = (after != null) ? Place.read(after) : first();
		int size = limit;
		for (int seen = 0; seen < MOST_ROWS;) {
			List<Row> chunk = (this.term != null && last.isOfTerm()) ? byTerm(this.term, last, size)
					: byTime(last, size);
			for (Row row : chunk) {
				last = row.place();
				seen++;
				if (last.has(row.registration()) && this.search.matches(row.registration())) {
					found.add(row.registration());
					if (found.size() == limit) {
						return new ClientPage(found, last.write());
					}
				}
			}
			if (chunk.size() < size) {
				if (this.term == null || last.isOfTerm() || last.until() == TermProgress.NONE) {
					return new ClientPage(found, null);
				}
				last = new Place(last.until(), this.term, "");
			}
			size = Math.max(size, Math.min(4 * size, LARGEST_CHUNK));
		}
		return new ClientPage(found, last.write());
	}

	private Place first() {
		long until = (this.term != null) ? this.progress.until() : TermProgress.NONE;
		return new Place(until, String.valueOf(Long.MIN_VALUE), "");
	}

	private List<Row> byTerm(String first, Place last, int limit) {
		return this.jdbcOperations.query(BY_TERM, (row, number) -> {
			ClientRegistration registration = this.rows.mapRow(row, number);
			return new Row(new Place(last.until(), row.getString(TERM), registration.clientId()), registration);
		}, first, SearchTerms.after(first), last.key(), last.clientId(), limit);
	}

	private List<Row> byTime(Place last, int limit) {
		Instant from = this.search.registeredFrom();
		Instant until = this.search.registeredUntil();
		long newer = (last.until() != TermProgress.NONE) ? last.until() + 1 : Long.MIN_VALUE;
		TimePage page = new TimePage((from != null) ? Math.max(newer, from.toEpochMilli()) : newer,
				(until != null) ? until.toEpochMilli() : Long.MAX_VALUE);
		return page.find(this.jdbcOperations, this.rows, last.time(), last.clientId(), limit)
			.stream()
			.map((registration) -> new Row(last.of(registration), registration))
			.toList();
	}

	private record Row(Place place, ClientRegistration registration) {
	}

	/**
	 * Where a page ended.
	 *
	 * @param until the last time of registration of those that had terms when the first
	 * page was read
	 * @param key the time, or the term, which begins with a letter
	 * @param clientId the {@code client_id}; empty at the beginning
	 */
	private record Place(long until, String key, String clientId) {

		private static final String NO_PLACE = "after must be the next of the page before, of the same search";

		static Place read(String text) {
			try {
				String[] place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 3);
				if (place.length == 3 && !place[1].isEmpty() && place[1].indexOf('\0') < 0
						&& (place[2].isEmpty() || StoredKey.isPossible(place[2]))) {
					return new Place(Long.parseLong(place[0]), place[1], place[2]);
				}
			}
			catch (IllegalArgumentException ex) {
				// the same answer
			}
			throw new IllegalArgumentException(NO_PLACE);
		}

		String write() {
			String place = this.until + "\n" + this.key + "\n" + this.clientId;
			return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
		}

		Place of(ClientRegistration registration) {
			return new Place(this.until, String.valueOf(registration.issuedAt().toEpochMilli()),
					registration.clientId());
		}

		boolean isOfTerm() {
			return Character.isLetter(this.key.charAt(0));
		}

		/**
		 * Whether a client that was found here wasn't found by its time: one that has got
		 * its terms meanwhile was.
		 */
		boolean has(ClientRegistration registration) {
			return !isOfTerm() || registration.issuedAt().toEpochMilli() <= this.until;
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
