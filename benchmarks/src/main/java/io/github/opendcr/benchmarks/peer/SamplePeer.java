package io.github.opendcr.benchmarks.peer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The project's sample on PostgreSQL with its own settings, except that nothing limits
 * how many may register and that clients may have {@code client_credentials}.
 */
public final class SamplePeer implements Peer {

	private static final String[] KEPT = { "sample_signing_key" };

	private final Postgres postgres;

	private final String database;

	private final URI server;

	private final ServerProcess process;

	private SamplePeer(Postgres postgres, String database, URI server, ServerProcess process) {
		this.postgres = postgres;
		this.database = database;
		this.server = server;
		this.process = process;
	}

	public static SamplePeer start(Postgres postgres, String database) {
		postgres.create(database);
		int port = ServerProcess.freePort();
		URI server = URI.create("http://127.0.0.1:" + port);
		List<String> command = new ArrayList<>(Servers.JAVA);
		command.addAll(List.of("-jar", Workspace.sampleJar().toString()));
		command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port,
				"--spring.profiles.active=postgres", "--spring.datasource.url=" + postgres.url(database),
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres"));
		command.addAll(Servers.UNLIMITED);
		ServerProcess process = ServerProcess.start(database, command, Map.of())
			.awaitReady(server.resolve("/.well-known/oauth-authorization-server"));
		return new SamplePeer(postgres, database, server, process);
	}

	@Override
	public String name() {
		return "OpenDCR";
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
		this.postgres.truncate(this.database, KEPT);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
