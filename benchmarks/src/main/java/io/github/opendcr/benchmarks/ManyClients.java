package io.github.opendcr.benchmarks;

import java.util.List;

import io.github.opendcr.benchmarks.peer.Postgres;

/**
 * A store that was filled by SQL with clients that differ, registered within the last
 * sixty days: most redirect to {@code localhost}, half have one of few names, few wait
 * for approval or are disabled, nine of ten were used.
 */
final class ManyClients {

	// The server writes terms aside, of clients after the progress: it leaves these alone
	private static final List<String> FILL = List.of("""
			CREATE FUNCTION many_hash(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN
			translate(rtrim(encode(sha256(convert_to($1, 'UTF8')), 'base64'), '='), '+/', '-_')
			""", """
			CREATE FUNCTION many_id(i int) RETURNS text LANGUAGE sql IMMUTABLE RETURN md5('id' || i)::uuid::text
			""", """
			CREATE TABLE many_clients AS SELECT i, issued_at,
				lpad(to_hex(issued_at), 12, '0') || left(many_hash('client' || i), 22) AS client_id,
				CASE WHEN i % 10 < 3 THEN 'Claude' WHEN i % 10 < 5 THEN 'Visual Studio Code'
					WHEN i % 10 = 5 THEN 'Cursor ' || i % 100 ELSE 'Client ' || i END AS name,
				CASE WHEN i % 20 < 12 THEN 'localhost' WHEN i % 20 < 17 THEN '127.0.0.1'
					ELSE 'app' || i % 50000 || '.example.com' END AS host,
				CASE WHEN i % 5 < 2 THEN 'software-' || i % 7 WHEN i % 50000 = 4 THEN 'rare-software' END AS software,
				CASE WHEN i % 25 = 0 THEN 'partner' || i % 1000 END AS registrant,
				CASE WHEN i % 25 = 0 THEN 'token-' || i % 500 END AS token,
				CASE WHEN i % 500 = 3 THEN 'PENDING' WHEN i % 200 = 7 THEN 'DISABLED' ELSE 'ACTIVE' END AS status
			FROM (SELECT i, (1000 * extract(epoch FROM now()))::bigint - 3600000
				- (%1$d - i) * (60 * 86400000::bigint / %1$d) AS issued_at FROM generate_series(1, %1$d) i) times
			""", """
			INSERT INTO dcr_client_term_progress (id, registered_until) SELECT 1, max(issued_at) FROM many_clients
				ON CONFLICT (id) DO UPDATE SET registered_until = excluded.registered_until
			""", """
			INSERT INTO dcr_client_registration (client_id, registered_client_id, metadata, token_hash, token_scope,
				issued_at, updated_at, registered_by, initial_access_token, status, version, source)
			SELECT client_id, many_id(i), json_strip_nulls(json_build_object('client_name', name, 'redirect_uris',
				json_build_array('http://' || host || '/callback'), 'grant_types',
				json_build_array('authorization_code'), 'response_types', json_build_array('code'),
				'token_endpoint_auth_method', 'none', 'scope', 'openid profile', 'software_id', software,
				'client_uri', 'https://' || host || '/about'))::text, many_hash('token' || i), 'dcr.read', issued_at,
				issued_at, registrant, token, status, 1, 'REGISTERED' FROM many_clients
			""", """
			INSERT INTO oauth2_registered_client (id, client_id, client_id_issued_at, client_name,
				client_authentication_methods, authorization_grant_types, redirect_uris, scopes, client_settings,
				token_settings)
			SELECT many_id(i), c.client_id, to_timestamp(issued_at / 1000), name, 'none', 'authorization_code',
				'http://' || host || '/callback', 'openid,profile', s.client_settings, s.token_settings
			FROM many_clients c, (SELECT client_settings, token_settings FROM oauth2_registered_client
				WHERE client_id = '%2$s') s
			""", """
			INSERT INTO dcr_client_term (term, client_id) SELECT term, client_id FROM many_clients,
				LATERAL (VALUES ('n' || lower(name)), ('h' || host), ('s' || software), ('p' || registrant),
				('t' || token)) terms (term) WHERE term IS NOT NULL ORDER BY 1, 2 ON CONFLICT DO NOTHING
			""", """
			INSERT INTO dcr_client_use (client_id, first_used_at, last_used_at)
			SELECT client_id, issued_at + 60000, issued_at + (i % 40) * 3600000 + 60000 FROM many_clients
				WHERE i % 10 <> 9
			""", "DROP TABLE many_clients", "VACUUM ANALYZE", "CHECKPOINT");

	private ManyClients() {
	}

	/**
	 * Fill a store.
	 * @param like the {@code client_id} of a client that the server registered, whose
	 * settings all have
	 */
	static void fill(Postgres postgres, String database, String like, int count) {
		FILL.forEach((sql) -> postgres.execute(database, sql.replace("%1$d", "" + count).replace("%2$s", like)));
	}

}
