package io.github.opendcr.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * The project's sample on PostgreSQL with its own settings, except that nothing limits
 * how many may register and that clients may have {@code client_credentials}.
 */
public final class SamplePeer extends PostgresPeer {

	private SamplePeer(Postgres postgres, String database, List<String> command, List<String> properties) {
		super("OpenDCR", postgres, database, command, properties);
	}

	public static SamplePeer start(Postgres postgres, String database) {
		postgres.create(database);
		List<String> command = new ArrayList<>(Servers.JAVA);
		command.addAll(List.of("-jar", Workspace.sampleJar().toString()));
		List<String> properties = new ArrayList<>(Servers.UNLIMITED);
		properties.add("--spring.profiles.active=postgres");
		return new SamplePeer(postgres, database, command, properties);
	}

	@Override
	public void reset() {
		truncate("sample_signing_key");
	}

}
