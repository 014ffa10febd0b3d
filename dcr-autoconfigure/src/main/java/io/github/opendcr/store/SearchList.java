package io.github.opendcr.store;

import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.ClientStatus;

/**
 * A list of clients in the order of an index, along which a search can go. It has each
 * client that is looked for.
 */
sealed interface SearchList {

	/**
	 * Return the key of its places from which it begins.
	 */
	String beginning();

	/**
	 * Return a query for {@code place} and {@code client_id} of those that come next.
	 * @param after the place after which they come
	 * @param limit how many at most
	 */
	Query next(SearchPlace after, int limit);

	/**
	 * Return the condition that all of its rows fulfil, in its table.
	 */
	Query rows();

	/**
	 * Return the key of a place in it.
	 * @param place what the query returned
	 */
	default String key(String place) {
		return place;
	}

	/**
	 * Clients by a term, or by the terms that begin with it. Those that are newer than
	 * the terms are missing.
	 *
	 * @param term the term
	 */
	record OfTerm(String term) implements SearchList {

		@Override
		public String beginning() {
			return this.term;
		}

		@Override
		public Query rows() {
			return SearchTerms.isBeginning(this.term)
					? new Query("dcr_client_term WHERE term >= ? AND term < ?", this.term, SearchTerms.after(this.term))
					: new Query("dcr_client_term WHERE term = ?", this.term);
		}

		@Override
		public Query next(SearchPlace after, int limit) {
			return rows().in("SELECT term AS place, client_id FROM ")
				.and(" AND (term, client_id) > (?, ?) ORDER BY term, client_id LIMIT " + limit, after.key(),
						after.clientId());
		}

	}

	/**
	 * Clients with a status that few have. It is written out, for a partial index.
	 *
	 * @param status the status
	 */
	record OfStatus(ClientStatus status) implements SearchList {

		@Override
		public String beginning() {
			return this.status.name();
		}

		@Override
		public Query rows() {
			return new Query("dcr_client_registration WHERE status = '" + this.status.name() + "'");
		}

		@Override
		public Query next(SearchPlace after, int limit) {
			return rows().in("SELECT status AS place, client_id FROM ")
				.and(" AND client_id > ? ORDER BY client_id LIMIT " + limit, after.clientId());
		}

	}

	/**
	 * Clients by when they were registered.
	 *
	 * @param from the first millisecond
	 * @param until the last one
	 * @param kind with which the keys of its places begin
	 */
	record OfTime(long from, long until, String kind) implements SearchList {

		@Override
		public String beginning() {
			return this.kind + this.from;
		}

		@Override
		public String key(String place) {
			return this.kind + place;
		}

		@Override
		public Query rows() {
			return rows(this.from);
		}

		private Query rows(long first) {
			return new Query("dcr_client_registration WHERE issued_at >= ? AND issued_at <= ?", first, this.until);
		}

		@Override
		public Query next(SearchPlace after, int limit) {
			long time = after.time(this.kind.length());
			return rows(Math.max(this.from, time)).in("SELECT issued_at AS place, client_id FROM ")
				.and(" AND (issued_at > ? OR client_id > ?) ORDER BY issued_at, client_id LIMIT " + limit, time,
						after.clientId());
		}

	}

	/**
	 * A part of a statement.
	 *
	 * @param sql the text
	 * @param arguments what is bound
	 */
	record Query(String sql, List<Object> arguments) {

		Query(String sql, Object... arguments) {
			this(sql, List.of(arguments));
		}

		Query in(String before) {
			return new Query(before + this.sql, this.arguments);
		}

		Query and(String after, Object... more) {
			return and(new Query(after, more));
		}

		Query and(Query more) {
			List<Object> all = new ArrayList<>(this.arguments);
			all.addAll(more.arguments);
			return new Query(this.sql + more.sql, all);
		}

	}

}
