package io.github.opendcr.reliability.ledger;

import java.sql.SQLException;
import java.util.List;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.server.Tables;

/**
 * What is there without what belongs to it.
 */
public final class Halves {

	private static final String REGISTRATION_WITHOUT_CLIENT = "SELECT client_id FROM dcr_client_registration r "
			+ "WHERE NOT EXISTS (SELECT 1 FROM oauth2_registered_client c WHERE c.id = r.registered_client_id)";

	private static final String CLIENT_WITHOUT_REGISTRATION = "SELECT client_id FROM oauth2_registered_client c "
			+ "WHERE client_id <> 'sample-client' "
			+ "AND NOT EXISTS (SELECT 1 FROM dcr_client_registration r WHERE r.client_id = c.client_id)";

	private static final String AUTHORIZATION_WITHOUT_CLIENT = "SELECT id FROM oauth2_authorization a WHERE NOT EXISTS "
			+ "(SELECT 1 FROM oauth2_registered_client c WHERE c.id = a.registered_client_id)";

	private static final String CONSENT_WITHOUT_CLIENT = "SELECT registered_client_id FROM oauth2_authorization_consent a "
			+ "WHERE NOT EXISTS (SELECT 1 FROM oauth2_registered_client c WHERE c.id = a.registered_client_id)";

	private final Tables tables;

	public Halves(Tables tables) {
		this.tables = tables;
	}

	/**
	 * Look at the rows while nothing else runs.
	 */
	public void check(Promise whole) throws SQLException {
		for (String question : List.of(REGISTRATION_WITHOUT_CLIENT, CLIENT_WITHOUT_REGISTRATION,
				AUTHORIZATION_WITHOUT_CLIENT, CONSENT_WITHOUT_CLIENT)) {
			List<String> halves = this.tables.query(question);
			whole.check(halves.isEmpty(), () -> question + ": " + halves);
		}
	}

}
