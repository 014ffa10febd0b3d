package io.github.opendcr.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.store.SearchList.Query;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * The lists along which one search can go. It takes the shortest, as far as that can be
 * told by counting a few thousand rows of an index.
 */
final class SearchLists {

	private static final int MOST_COUNTED = 20_000;

	private static final String NEWER = "+";

	// No column, or a plan could read all clients since then by the index of the times
	private static final String TIME = "r.issued_at + 0";

	private final JdbcOperations jdbcOperations;

	private final ClientSearch search;

	private final List<String> terms;

	SearchLists(JdbcOperations jdbcOperations, ClientSearch search) {
		this.jdbcOperations = jdbcOperations;
		this.search = search;
		this.terms = SearchTerms.of(search);
	}

	/**
	 * Return the place at which the search begins.
	 */
	SearchPlace first(TermProgress progress) {
		long until = this.terms.isEmpty() ? TermProgress.NONE : progress.until();
		List<SearchList> lists = (until != TermProgress.NONE) ? ofTerms() : new ArrayList<>();
		if (this.search.status() != null && this.search.status() != ClientStatus.ACTIVE) {
			lists.add(new SearchList.OfStatus(this.search.status()));
		}
		if (lists.isEmpty() || this.search.registeredFrom() != null || this.search.registeredUntil() != null) {
			lists.add(ofTime(Long.MIN_VALUE, ""));
		}
		SearchList shortest = shortest(lists);
		return new SearchPlace(until, ((shortest instanceof SearchList.OfTerm) ? newer(until) : shortest).beginning(),
				"");
	}

	/**
	 * Return a place for clients that are found in another way.
	 */
	SearchPlace anywhere(TermProgress progress) {
		return new SearchPlace(this.terms.isEmpty() ? TermProgress.NONE : progress.until(), "0", "");
	}

	/**
	 * Return the list of a place.
	 */
	SearchList at(SearchPlace place) {
		String key = place.key();
		if (key.startsWith(NEWER) && !this.terms.isEmpty()) {
			return newer(place.until());
		}
		ClientStatus status = this.search.status();
		if (status != null && key.equals(status.name())) {
			return new SearchList.OfStatus(status);
		}
		return this.terms.stream()
			.filter((term) -> SearchTerms.isBeginning(term) ? key.startsWith(term) : key.equals(term))
			.<SearchList>map(SearchList.OfTerm::new)
			.findFirst()
			.orElseGet(() -> ofTime(Long.MIN_VALUE, ""));
	}

	/**
	 * Return the place at which the search goes on after the end of a list.
	 * @return the place, or {@code null} if that was all
	 */
	@Nullable SearchPlace after(SearchPlace end) {
		return end.key().startsWith(NEWER) ? end.at(shortest(ofTerms()).beginning(), "") : null;
	}

	/**
	 * Return what those that are looked for fulfil beside being in the list of a place,
	 * as far as an index tells.
	 */
	Query conditions(SearchPlace place) {
		Query conditions = new Query("");
		SearchList list = at(place);
		if (this.search.status() != null && !(list instanceof SearchList.OfStatus)) {
			conditions = conditions.and(" AND r.status = '" + this.search.status().name() + "'");
		}
		if (this.search.registeredFrom() != null || this.search.registeredUntil() != null) {
			SearchList.OfTime time = ofTime(Long.MIN_VALUE, "");
			conditions = conditions.and(" AND " + TIME + " >= ? AND " + TIME + " <= ?", time.from(), time.until());
		}
		if (list instanceof SearchList.OfTerm) {
			// one that has got its terms meanwhile was found by its time
			conditions = conditions.and(" AND " + TIME + " <= ?", place.until());
		}
		if (place.until() == TermProgress.NONE || place.key().startsWith(NEWER)) {
			return conditions;
		}
		for (String term : this.terms) {
			// no EXISTS: a plan could read all clients that have the term
			if (!SearchTerms.isBeginning(term) && !list.equals(new SearchList.OfTerm(term))) {
				conditions = conditions.and(" AND (" + TIME + " > ? OR (SELECT 1 FROM dcr_client_term o "
						+ "WHERE o.term = ? AND o.client_id = r.client_id) = 1)", place.until(), term);
			}
		}
		return conditions;
	}

	private List<SearchList> ofTerms() {
		return new ArrayList<>(this.terms.stream().map(SearchList.OfTerm::new).toList());
	}

	private SearchList newer(long until) {
		return ofTime(until + 1, NEWER);
	}

	private SearchList.OfTime ofTime(long first, String kind) {
		long from = (this.search.registeredFrom() != null) ? this.search.registeredFrom().toEpochMilli() : first;
		long until = (this.search.registeredUntil() != null) ? this.search.registeredUntil().toEpochMilli()
				: Long.MAX_VALUE;
		return new SearchList.OfTime(Math.max(first, from), until, kind);
	}

	// Of those of which nobody can tell, the first
	private SearchList shortest(List<SearchList> lists) {
		SearchList shortest = lists.get(0);
		int fewest = MOST_COUNTED;
		for (SearchList list : (lists.size() > 1) ? lists : List.<SearchList>of()) {
			int rows = count(list.rows(), fewest);
			if (rows < fewest) {
				shortest = list;
				fewest = rows;
			}
		}
		return shortest;
	}

	private int count(Query rows, int most) {
		Query count = rows.in("SELECT COUNT(*) FROM (SELECT 1 AS row_there FROM ").and(" LIMIT " + most + ") few");
		Integer number = this.jdbcOperations.queryForObject(count.sql(), Integer.class, count.arguments().toArray());
		return (number != null) ? number : most;
	}

}
