package io.github.opendcr.store;

import java.util.List;

import io.github.opendcr.ClientRegistration;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * Pages of the clients that were registered within a time, in that order.
 *
 * @param from the first millisecond
 * @param until the last one
 */
record TimePage(long from, long until) {

	private static final String SELECT = "SELECT " + ClientRegistrationRows.COLUMNS + " FROM dcr_client_registration "
			+ "WHERE issued_at >= ? AND issued_at <= ? AND (issued_at > ? OR client_id > ?) "
			+ "ORDER BY issued_at, client_id LIMIT ?";

	/**
	 * Read a page.
	 * @param lastTime when the last client of the page before was registered
	 * @param lastClientId its {@code client_id}, or an empty text for the first page
	 */
	List<ClientRegistration> find(JdbcOperations jdbcOperations, ClientRegistrationRows rows, long lastTime,
			String lastClientId, int limit) {
		return jdbcOperations.query(SELECT, rows, Math.max(this.from, lastTime), this.until, lastTime, lastClientId,
				limit);
	}

}
