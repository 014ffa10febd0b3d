package io.github.opendcr.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.store.SearchList.Query;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * Finds a page of clients: goes along one index, has the database compare what another
 * index tells, and compares the rest. Clients that have no terms yet come first, by time.
 * A page ends after so many rows, whatever was found.
 */
final class JdbcClientSearch {

	private static final int MOST_ROWS = 3000;

	private static final int MOST_READ = 500;

	private static final int LARGEST_WINDOW = 1000;

	private static final String COLUMNS = "r." + ClientRegistrationRows.COLUMNS.replace(", ", ", r.");

	private static final int PLACE = ClientRegistrationRows.COLUMNS.split(", ").length + 1;

	private final JdbcOperations jdbcOperations;

	private final ClientRegistrationRows rows;

	private final TermProgress progress;

	private final ClientSearch search;

	private final SearchLists lists;

	JdbcClientSearch(JdbcOperations jdbcOperations, ClientRegistrationRows rows, TermProgress progress,
			ClientSearch search) {
		this.jdbcOperations = jdbcOperations;
		this.rows = rows;
		this.progress = progress;
		this.search = search;
		this.lists = new SearchLists(jdbcOperations, search);
	}

	ClientPage page(@Nullable String after, int limit) {
		Page page = new Page((after != null) ? SearchPlace.read(after) : this.lists.first(this.progress), limit);
		int size = limit;
		while (!page.isOver()) {
			if (page.read(size) < size && !page.isOver()) {
				SearchPlace next = this.lists.after(page.last);
				if (next == null) {
					return new ClientPage(page.found, null);
				}
				page.last = next;
			}
			size = Math.max(size, Math.min(4 * size, LARGEST_WINDOW));
		}
		return new ClientPage(page.found, page.last.write());
	}

	/**
	 * Find those of some clients that are looked for.
	 */
	List<ClientRegistration> among(List<String> clientIds) {
		Query some = new Query("SELECT " + COLUMNS + " FROM dcr_client_registration r WHERE r.client_id IN ("
				+ String.join(", ", Collections.nCopies(clientIds.size(), "?")) + ")", clientIds.toArray())
			.and(this.lists.conditions(this.lists.anywhere(this.progress)));
		return this.jdbcOperations.query(some.sql(), this.rows, some.arguments().toArray())
			.stream()
			.filter(this.search::matches)
			.toList();
	}

	/**
	 * What was found so far.
	 */
	private final class Page {

		private final int limit;

		private final List<ClientRegistration> found = new ArrayList<>();

		private SearchPlace last;

		private int seen;

		private int read;

		Page(SearchPlace first, int limit) {
			this.last = first;
			this.limit = limit;
		}

		boolean isOver() {
			return this.found.size() == this.limit || this.seen >= MOST_ROWS || this.read >= MOST_READ;
		}

		/**
		 * Read on.
		 * @return how many rows there were
		 */
		int read(int size) {
			SearchList list = JdbcClientSearch.this.lists.at(this.last);
			Query query = list.next(this.last, size)
				.in("SELECT " + COLUMNS + ", w.place, w.client_id FROM (")
				.and(") w LEFT JOIN dcr_client_registration r ON r.client_id = w.client_id")
				.and(JdbcClientSearch.this.lists.conditions(this.last))
				.and(" ORDER BY w.place, w.client_id");
			ResultSetExtractor<Integer> reader = (rows) -> {
				int before = this.seen;
				while (!isOver() && rows.next()) {
					add(list, rows);
				}
				return this.seen - before;
			};
			Integer number = JdbcClientSearch.this.jdbcOperations.query(query.sql(), reader,
					query.arguments().toArray());
			return (number != null) ? number : 0;
		}

		private void add(SearchList list, ResultSet row) throws SQLException {
			this.seen++;
			this.last = this.last.at(list.key(row.getString(PLACE)), row.getString(PLACE + 1));
			if (row.getString(1) == null) {
				return; // another one, or one that is gone
			}
			this.read++;
			ClientRegistration registration = JdbcClientSearch.this.rows.mapRow(row, this.seen);
			if (JdbcClientSearch.this.search.matches(registration)) {
				this.found.add(registration);
			}
		}

	}

}
