package io.github.opendcr.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * The project's sample on PostgreSQL with its own settings, except that clients may have
 * {@code client_credentials} and that as many may register as the load generator does.
 */
public final class SamplePeer extends PostgresPeer {

	private SamplePeer(String name, Postgres postgres, String database, List<String> command, List<String> properties) {
		super(name, postgres, database, command, properties);
	}

	/**
	 * Start it without limits.
	 */
	public static SamplePeer start(Postgres postgres, String database) {
		return start("OpenDCR", postgres, database, Servers.UNLIMITED);
	}

	/**
	 * Start it with the limits that are on where anyone may register, all of them raised.
	 */
	public static SamplePeer startWithLimits(String name, Postgres postgres, String database) {
		return start(name, postgres, database, Servers.RAISED);
	}

	/**
	 * Start it without limits, with documents for clients.
	 */
	public static SamplePeer startWithDocuments(String name, Postgres postgres, String database, Documents documents) {
		List<String> properties = new ArrayList<>(Servers.UNLIMITED);
		properties.addAll(documents.properties());
		return start(name, postgres, database, properties);
	}

	/**
	 * Start it without limits, and so that nothing is deleted that a benchmark stored.
	 */
	public static SamplePeer startForOperators(Postgres postgres, String database) {
		List<String> properties = new ArrayList<>(Servers.UNLIMITED);
		properties.add("--dcr.reaper.enabled=false");
		return start("OpenDCR", postgres, database, properties);
	}

	private static SamplePeer start(String name, Postgres postgres, String database, List<String> limits) {
		postgres.create(database);
		List<String> command = new ArrayList<>(Servers.JAVA);
		command.addAll(List.of("-jar", Workspace.sampleJar().toString()));
		List<String> properties = new ArrayList<>(limits);
		properties.add("--spring.profiles.active=postgres");
		return new SamplePeer(name, postgres, database, command, properties);
	}

	@Override
	public void reset() {
		truncate("sample_signing_key");
	}

}
