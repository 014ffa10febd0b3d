package io.github.opendcr.reliability.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.Postgres;

/**
 * What the tables say.
 */
public final class StoredState {

	private static final String SPENT_TWICE = "SELECT initial_access_token FROM dcr_client_registration "
			+ "WHERE initial_access_token IS NOT NULL GROUP BY 1 HAVING count(*) > 1";

	private static final String REGISTERED_TWICE = "SELECT metadata::json ->> 'software_id' FROM dcr_client_registration "
			+ "WHERE metadata::json ->> 'software_id' IS NOT NULL GROUP BY 1 HAVING count(*) > 1";

	/** Also those that are documents. */
	private static final String CLIENTS = "SELECT count(*) FROM dcr_client_registration";

	private static final String REGISTERED = CLIENTS + " WHERE client_id NOT LIKE 'https:%'";

	private static final String PLACES = "SELECT coalesce(sum(clients), 0) FROM dcr_client_quota WHERE quota_key = 'total'";

	private final Postgres postgres;

	private final String database;

	private final Promises promises;

	public StoredState(Postgres postgres, String database, Promises promises) {
		this.postgres = postgres;
		this.database = database;
		this.promises = promises;
	}

	/**
	 * Let the reaper run, and look at the rows while nothing else runs.
	 */
	public void check(Api api) throws IOException, SQLException {
		Answer reaped = api.operate("POST", "dcrclients", "{\"reaper\":\"run\"}");
		this.promises.whole().check(reaped.status() < 300, () -> "The reaper doesn't run: " + reaped);
		new Halves(this.postgres, this.database).check(this.promises.whole());
		List<String> spent = this.postgres.query(this.database, SPENT_TWICE);
		this.promises.spent().check(spent.isEmpty(), () -> "Several clients of one token: " + spent);
		List<String> registered = this.postgres.query(this.database, REGISTERED_TWICE);
		this.promises.repeated().check(registered.isEmpty(), () -> "Several clients of one request: " + registered);
		long clients = this.postgres.number(this.database, CLIENTS);
		long places = this.postgres.number(this.database, PLACES);
		this.promises.counted().check(clients == places, () -> clients + " clients, " + places + " places");
	}

	/**
	 * Look whether there are as many clients as were acknowledged, and no more than may
	 * have been registered without an answer.
	 */
	public void checkNumber(int known, int untold) throws SQLException {
		long clients = this.postgres.number(this.database, REGISTERED);
		this.promises.works()
			.check(clients >= known && clients <= known + untold,
					() -> clients + " clients, " + known + " acknowledged, " + untold + " without an answer");
	}

}
