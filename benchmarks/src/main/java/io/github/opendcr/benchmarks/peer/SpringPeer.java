package io.github.opendcr.benchmarks.peer;

import java.util.List;

import io.github.opendcr.benchmarks.server.EndpointApplication;

/**
 * The registration endpoint of Spring Authorization Server on PostgreSQL.
 */
public final class SpringPeer extends PostgresPeer {

	private SpringPeer(String name, Postgres postgres, String database) {
		super(name, postgres, database, Workspace.javaServer(List.of("-Xmx1g"), EndpointApplication.class, false),
				List.of("--benchmark.store=jdbc"));
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
		postgres.execute(peer.database(), "CREATE UNIQUE INDEX ON oauth2_registered_client (client_id)");
		postgres.execute(peer.database(), "CREATE UNIQUE INDEX ON oauth2_registered_client (client_secret)");
		return peer;
	}

	private static SpringPeer start(String name, Postgres postgres, String database) {
		postgres.create(database);
		postgres.createSpringTables(database);
		return new SpringPeer(name, postgres, database);
	}

	@Override
	public String database() {
		return super.database();
	}

	@Override
	public void reset() {
		truncate();
	}

}
