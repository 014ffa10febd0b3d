package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

import io.github.opendcr.benchmarks.peer.Peer;
import io.github.opendcr.benchmarks.peer.Postgres;
import io.github.opendcr.benchmarks.peer.RestClient;
import io.github.opendcr.benchmarks.peer.Workspace;

/**
 * A store that was filled by SQL with what the server itself would have stored: copies of
 * two clients that it registered, one public, one confidential, in turn. Each copy has
 * ids and a secret of its own; the registration access token is that of the original.
 */
final class StoredClients {

	/** Base64url of SHA-256, which is how the server hashes secrets. */
	private static final String HASH = """
			CREATE FUNCTION benchmark_hash(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN
			translate(rtrim(encode(sha256(convert_to($1, 'UTF8')), 'base64'), '='), '+/', '-_')
			""";

	/**
	 * As the server's: 48 bits of time in milliseconds, here one each, and 128 of chance.
	 */
	private static final String CLIENT_ID = """
			CREATE FUNCTION benchmark_client_id(i int) RETURNS text LANGUAGE sql IMMUTABLE RETURN
			lpad(to_hex(1700000000000 + i), 12, '0') || left(benchmark_hash('client' || i), 22)
			""";

	/** A UUID of version 7. */
	private static final String ID = """
			CREATE FUNCTION benchmark_id(i int) RETURNS text LANGUAGE sql IMMUTABLE RETURN
			substr(benchmark_client_id(i), 1, 8) || '-' || substr(benchmark_client_id(i), 9, 4)
			|| '-7' || substr(md5('id' || i)::uuid::text, 16)
			""";

	private final Postgres postgres;

	private final String database;

	private final List<String> tables;

	private StoredClients(Postgres postgres, String database, List<String> tables) {
		this.postgres = postgres;
		this.database = database;
		this.tables = tables;
	}

	/**
	 * Fill the empty store of a peer.
	 * @param tables those that have a row for each client
	 */
	static StoredClients fill(Postgres postgres, String database, List<String> tables, Peer peer, int count) {
		StoredClients clients = new StoredClients(postgres, database, tables);
		JsonNode first = register(peer, "none", "");
		JsonNode second = register(peer, "client_secret_basic", ",\"client_credentials\"");
		List.of(HASH, CLIENT_ID, ID).forEach(clients::execute);
		clients.execute("CREATE TABLE benchmark_client (number int, client_id varchar(100), token varchar(100), "
				+ "token_hash varchar(100))");
		clients.list(1, token(first), count);
		clients.list(2, token(second), count);
		clients.execute("ANALYZE benchmark_client");
		for (String table : tables) {
			clients.copy(table, id(first), 1, count);
			clients.copy(table, id(second), 2, count);
		}
		clients.restore();
		return clients;
	}

	private static JsonNode register(Peer peer, String authMethod, String moreGrants) {
		return RestClient.anonymous().post(peer.endpoint(), """
				{"client_name": "Benchmark client", "redirect_uris": ["https://app.example.com/callback"],
				"grant_types": ["authorization_code", "refresh_token"%s], "response_types": ["code"],
				"token_endpoint_auth_method": "%s", "scope": "profile email"}
				""".formatted(moreGrants, authMethod));
	}

	private static String id(JsonNode client) {
		return client.path("client_id").asString();
	}

	private static String token(JsonNode client) {
		return client.path("registration_access_token").asString("-");
	}

	private void list(int from, String token, int to) {
		execute("INSERT INTO benchmark_client SELECT i, benchmark_client_id(i), '" + token + "', benchmark_hash('"
				+ token + "') FROM generate_series(" + from + ", " + to + ", 2) i");
	}

	private void copy(String table, String clientId, int from, int to) {
		List<String> columns = List.of(
				this.postgres
					.query(this.database,
							"SELECT string_agg(column_name, ',') FROM information_schema.columns "
									+ "WHERE table_schema = 'public' AND table_name = '" + table + "'")
					.split(","));
		String values = columns.stream().map(StoredClients::value).collect(Collectors.joining(", "));
		execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT " + values + " FROM " + table
				+ " t, generate_series(" + from + ", " + to + ", 2) i WHERE t.client_id = '" + clientId + "'");
	}

	private static String value(String column) {
		return switch (column) {
			case "id", "registered_client_id" -> "benchmark_id(i)";
			case "client_id" -> "benchmark_client_id(i)";
			case "client_secret" -> "substring(t.client_secret from '^{[^}]*}') || benchmark_hash('secret' || i)";
			default -> "t." + column;
		};
	}

	/**
	 * Bring the store back to what it was filled with: without clients that were
	 * registered since, and with the first tokens.
	 */
	void restore() {
		for (String table : this.tables) {
			execute("DELETE FROM " + table + " t WHERE NOT EXISTS "
					+ "(SELECT FROM benchmark_client b WHERE b.client_id = t.client_id)");
		}
		if (this.tables.contains("dcr_client_registration")) {
			execute("""
					UPDATE dcr_client_registration r SET token_hash = b.token_hash FROM benchmark_client b
					WHERE b.client_id = r.client_id AND r.token_hash <> b.token_hash
					""");
		}
		execute("TRUNCATE oauth2_authorization");
		this.tables.forEach((table) -> execute("VACUUM ANALYZE " + table));
		execute("CHECKPOINT");
	}

	/**
	 * Write a file of clients for the load generator, spread over the whole store.
	 * @param confidential whether they have secrets
	 */
	Path sample(boolean confidential) {
		String lines = this.postgres.query(this.database, """
				SELECT string_agg(line, chr(10)) FROM (
				SELECT client_id || ' ' || %s || ' ' || token AS line FROM benchmark_client
				WHERE number %% 2 = %d ORDER BY md5(number::text) LIMIT 5000) clients
				""".formatted(confidential ? "'secret' || number" : "'-'", confidential ? 0 : 1));
		try {
			Path file = Workspace.directory(this.database + (confidential ? "-confidential" : "-public") + ".txt");
			return Files.writeString(file, lines + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the bytes of a client in a table and in its indexes.
	 */
	Stream<String> sizes(int count) {
		return this.tables.stream()
			.map((table) -> "| " + table + " | "
					+ this.postgres.query(this.database, "SELECT pg_table_size('" + table + "') / " + count) + " | "
					+ this.postgres.query(this.database, "SELECT pg_indexes_size('" + table + "') / " + count) + " |");
	}

	private void execute(String sql) {
		this.postgres.execute(this.database, sql);
	}

}
