package io.github.opendcr.storage;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.store.JdbcClientRegistrationStore;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds orphans where both halves of a client are rows of one database. Apart, since
 * Spring JDBC need not be there.
 */
final class JdbcOrphans {

	private static final String REGISTRATIONS = "SELECT r.client_id FROM dcr_client_registration r WHERE NOT EXISTS "
			+ "(SELECT 1 FROM oauth2_registered_client c WHERE c.id = r.registered_client_id) LIMIT ?";

	// as Spring's JSON of the settings has the mark of DynamicClients
	private static final String CLIENTS = "SELECT c.client_id FROM oauth2_registered_client c WHERE NOT EXISTS "
			+ "(SELECT 1 FROM dcr_client_registration r WHERE r.client_id = c.client_id) "
			+ "AND c.client_settings LIKE '%\"settings.client.dynamic-registration\":true%' LIMIT ?";

	private JdbcOrphans() {
	}

	static @Nullable Orphans of(TwoPlaces places, int limit) {
		JdbcRows rows = JdbcRows.ofExactly(places.repository());
		if (rows == null || !(rows.tables().jdbcOperations() instanceof JdbcTemplate jdbcTemplate)
				|| jdbcTemplate.getDataSource() == null
				|| !(places.registrations() instanceof JdbcClientRegistrationStore store)
				|| !store.isIn(jdbcTemplate.getDataSource())) {
			return null;
		}
		JdbcOperations jdbcOperations = jdbcTemplate;
		return new Orphans(jdbcOperations.queryForList(REGISTRATIONS, String.class, limit),
				jdbcOperations.queryForList(CLIENTS, String.class, limit));
	}

}
