package io.github.opendcr.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * A Spring Boot application with a database of its own on PostgreSQL, and more
 * connections to it than requests come at the same time.
 */
abstract class PostgresPeer extends SpringBootPeer {

	private final Postgres postgres;

	private final String database;

	PostgresPeer(String name, Postgres postgres, String database, List<String> command, List<String> properties) {
		super(name, database, command, withDatabase(properties, postgres.url(database)));
		this.postgres = postgres;
		this.database = database;
	}

	private static List<String> withDatabase(List<String> properties, String url) {
		List<String> all = new ArrayList<>(properties);
		all.addAll(List.of("--spring.datasource.url=" + url, "--spring.datasource.username=postgres",
				"--spring.datasource.password=postgres", "--spring.datasource.hikari.maximum-pool-size=20"));
		return all;
	}

	/**
	 * Empty its tables, except for some.
	 */
	void truncate(String... kept) {
		this.postgres.truncate(this.database, kept);
	}

	String database() {
		return this.database;
	}

	@Override
	public long databasePid() {
		return this.postgres.pid();
	}

}
