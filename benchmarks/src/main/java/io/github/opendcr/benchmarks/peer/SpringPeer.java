package io.github.opendcr.benchmarks.peer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.opendcr.benchmarks.server.EndpointApplication;

/**
 * The registration endpoint of Spring Authorization Server on PostgreSQL.
 */
public final class SpringPeer implements Peer {

	private final String name;

	private final Postgres postgres;

	private final String database;

	private final URI server;

	private final ServerProcess process;

	private SpringPeer(String name, Postgres postgres, String database, URI server, ServerProcess process) {
		this.name = name;
		this.postgres = postgres;
		this.database = database;
		this.server = server;
		this.process = process;
	}

	/**
	 * Start it on the tables as Spring ships them.
	 */
	public static SpringPeer startAsShipped(Postgres postgres) {
		return start("Spring", postgres, "spring");
	}

	/**
	 * Start it on tables with an index for each of its queries.
	 */
	public static SpringPeer startIndexed(Postgres postgres) {
		SpringPeer peer = start("Spring, indexed", postgres, "spring_indexed");
		postgres.execute(peer.database, "CREATE UNIQUE INDEX ON oauth2_registered_client (client_id)");
		postgres.execute(peer.database, "CREATE UNIQUE INDEX ON oauth2_registered_client (client_secret)");
		return peer;
	}

	private static SpringPeer start(String name, Postgres postgres, String database) {
		postgres.create(database);
		postgres.createSpringTables(database);
		int port = ServerProcess.freePort();
		URI server = URI.create("http://127.0.0.1:" + port);
		List<String> command = new ArrayList<>(
				Workspace.javaServer(List.of("-Xmx1g"), EndpointApplication.class, false));
		command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port, "--benchmark.store=jdbc",
				"--spring.datasource.url=" + postgres.url(database), "--spring.datasource.username=postgres",
				"--spring.datasource.password=postgres"));
		ServerProcess process = ServerProcess.start(database, command, Map.of())
			.awaitReady(server.resolve("/.well-known/oauth-authorization-server"));
		return new SpringPeer(name, postgres, database, server, process);
	}

	@Override
	public String name() {
		return this.name;
	}

	public String database() {
		return this.database;
	}

	@Override
	public URI endpoint() {
		return this.server.resolve("/oauth2/register");
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public long databasePid() {
		return this.postgres.pid();
	}

	@Override
	public void reset() {
		this.postgres.truncate(this.database);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
