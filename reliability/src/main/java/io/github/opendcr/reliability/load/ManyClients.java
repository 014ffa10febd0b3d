package io.github.opendcr.reliability.load;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.reliability.ledger.KnownClient;
import io.github.opendcr.reliability.server.AuthorizationIndexes;
import io.github.opendcr.reliability.server.Postgres;

/**
 * A store that was filled by SQL with copies of one client, registered within the last
 * sixty days: each has an id, a name, a token and a secret of its own, and most were
 * used. One of a hundred never was, and neither was half of those of the last day: they
 * are the reaper's.
 */
final class ManyClients {

	/** Which text of the client that is copied is the copy's own name. */
	static final String NAME = "client-that-is-copied";

	private static final String DAY = "86400000::bigint";

	private static final List<String> FILL = List.of("""
			CREATE FUNCTION many_hash(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN
			translate(rtrim(encode(sha256(convert_to($1, 'UTF8')), 'base64'), '='), '+/', '-_')
			""", """
			CREATE TABLE many_clients AS SELECT i, issued_at, 'many-' || i AS name, md5('id' || i)::uuid::text AS id,
				lpad(to_hex(issued_at), 12, '0') || left(many_hash('client' || i), 22) AS client_id,
				i % 100 <> 9 AND (i % 2 = 0 OR i < $COUNT - $COUNT / 60) AS used
			FROM (SELECT i, (1000 * extract(epoch FROM now()))::bigint - 60000
				- ($COUNT - i) * (60 * $DAY / $COUNT) AS issued_at FROM generate_series(1, $COUNT) i) times
			""", """
			INSERT INTO dcr_client_registration SELECT r.* FROM many_clients c, dcr_client_registration m,
				LATERAL jsonb_populate_record(m, jsonb_build_object('client_id', c.client_id, 'registered_client_id',
				c.id, 'metadata', replace(m.metadata, '$NAME', c.name), 'token_hash', many_hash('token' || i),
				'issued_at', c.issued_at, 'updated_at', c.issued_at)) r WHERE m.client_id = '$LIKE'
			""", """
			INSERT INTO oauth2_registered_client SELECT r.* FROM many_clients c, oauth2_registered_client m,
				LATERAL jsonb_populate_record(m, jsonb_build_object('id', c.id, 'client_id', c.client_id,
				'client_id_issued_at', to_timestamp(c.issued_at / 1000), 'client_name', c.name,
				'client_secret', '{dcr-sha256}' || many_hash('secret' || i))) r WHERE m.client_id = '$LIKE'
			""", """
			INSERT INTO dcr_client_term (term, client_id) SELECT term, client_id FROM many_clients,
				LATERAL (VALUES ('n' || name), ('s' || name), ('happ.example.com')) terms (term) ORDER BY 1, 2
			""", """
			INSERT INTO dcr_client_term_progress (id, registered_until) SELECT 1, max(issued_at) FROM many_clients
				ON CONFLICT (id) DO UPDATE SET registered_until = excluded.registered_until
			""", """
			INSERT INTO dcr_client_use (client_id, first_used_at, last_used_at)
			SELECT client_id, issued_at + 1000, issued_at + 2000 FROM many_clients WHERE used
			""");

	private static final List<String> CLEAN_UP = List.of("DROP TABLE many_clients", "VACUUM ANALYZE", "CHECKPOINT");

	private ManyClients() {
	}

	/**
	 * Fill a store while no node runs.
	 * @param like the {@code client_id} of the client to copy
	 * @param count how many there are to be
	 * @param known how many of them to return
	 * @return some that the reaper leaves alone
	 */
	static List<KnownClient> fill(Postgres postgres, String database, String like, int count, int known)
			throws SQLException {
		for (String sql : FILL) {
			postgres.execute(database,
					sql.replace("$COUNT", "" + count)
						.replace("$DAY", DAY)
						.replace("$NAME", NAME)
						.replace("$LIKE", like));
		}
		List<KnownClient> clients = new ArrayList<>();
		for (String row : postgres.query(database,
				"SELECT i || ' ' || client_id FROM many_clients WHERE used ORDER BY random() LIMIT " + known)) {
			String[] parts = row.split(" ");
			clients.add(new KnownClient("many-" + parts[0], parts[1], "token" + parts[0], "secret" + parts[0]));
		}
		AuthorizationIndexes.create(postgres, database);
		for (String sql : CLEAN_UP) {
			postgres.execute(database, sql);
		}
		return clients;
	}

}
