package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.Tables;

/**
 * What the tables say.
 */
public final class StoredState {

	private static final JsonMapper json = new JsonMapper();

	private static final String SPENT_TWICE = "SELECT initial_access_token FROM dcr_client_registration "
			+ "WHERE initial_access_token IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dcr_initial_access_token t "
			+ "WHERE t.id = initial_access_token AND t.max_uses IS NULL) GROUP BY 1 HAVING count(*) > 1";

	/** Also those that are documents. */
	private static final String CLIENTS = "SELECT count(*) FROM dcr_client_registration";

	private static final String REGISTERED = CLIENTS + " WHERE client_id NOT LIKE 'https:%'";

	private static final String METADATA = "SELECT metadata FROM dcr_client_registration";

	private static final String PLACES = "SELECT coalesce(sum(clients), 0) FROM dcr_client_quota WHERE quota_key = 'total'";

	private final Tables tables;

	private final Promises promises;

	public StoredState(Postgres postgres, String database, Promises promises) {
		this(postgres.tables(database), promises);
	}

	public StoredState(Tables tables, Promises promises) {
		this.tables = tables;
		this.promises = promises;
	}

	/**
	 * Let the reaper run, and look at the rows while nothing else runs.
	 */
	public void check(Api api) throws IOException, SQLException {
		Answer reaped = api.operate("POST", "dcrclients", "{\"reaper\":\"run\"}");
		this.promises.whole().check(reaped.status() < 300, () -> "The reaper doesn't run: " + reaped);
		new Halves(this.tables).check(this.promises.whole());
		List<String> spent = this.tables.query(SPENT_TWICE);
		this.promises.spent().check(spent.isEmpty(), () -> "Several clients of one token: " + spent);
		List<String> registered = registeredTwice();
		this.promises.repeated().check(registered.isEmpty(), () -> "Several clients of one request: " + registered);
		long clients = this.tables.number(CLIENTS);
		long places = this.tables.number(PLACES);
		this.promises.counted().check(clients == places, () -> clients + " clients, " + places + " places");
	}

	// Databases differ in how they look into JSON
	private List<String> registeredTwice() throws SQLException {
		Set<String> seen = new HashSet<>();
		return this.tables.query(METADATA)
			.stream()
			.map((metadata) -> json.readTree(metadata).path("software_id").asString(""))
			.filter((softwareId) -> !softwareId.isEmpty() && !seen.add(softwareId))
			.toList();
	}

	/**
	 * Look whether there are as many clients as were acknowledged, and no more than may
	 * have been registered without an answer.
	 */
	public void checkNumber(int known, int untold) throws SQLException {
		long clients = this.tables.number(REGISTERED);
		this.promises.works()
			.check(clients >= known && clients <= known + untold,
					() -> clients + " clients, " + known + " acknowledged, " + untold + " without an answer");
	}

}
