package io.github.opendcr.benchmarks.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the load generator is told.
 *
 * @param scenario what to do
 * @param endpoint the registration endpoint; the paths of the others are Spring's
 * @param connections how many at the same time
 * @param warmUp seconds that aren't measured
 * @param seconds measured seconds
 * @param count operations after which to end earlier, or 0
 * @param clients a file of clients to use instead of registering some, one a line: client
 * id, secret, registration access token
 * @param server process id of the server
 * @param database process id of the database, or 0
 */
public record LoadOptions(Scenario scenario, URI endpoint, int connections, double warmUp, double seconds, long count,
		@Nullable Path clients, long server, long database) {

	public static LoadOptions of(Scenario scenario, URI endpoint, int connections, double warmUp, double seconds,
			long server, long database) {
		return new LoadOptions(scenario, endpoint, connections, warmUp, seconds, 0, null, server, database);
	}

	/**
	 * End after so many operations, however long they take.
	 */
	public LoadOptions withCount(long count) {
		return new LoadOptions(this.scenario, this.endpoint, this.connections, 0, 3600, count, this.clients,
				this.server, this.database);
	}

	public LoadOptions withClients(Path clients) {
		return new LoadOptions(this.scenario, this.endpoint, this.connections, this.warmUp, this.seconds, this.count,
				clients, this.server, this.database);
	}

	/**
	 * Return the options as one line.
	 */
	public String toLine() {
		return Stream
			.of(this.scenario, this.endpoint, this.connections, this.warmUp, this.seconds, this.count, this.server,
					this.database, (this.clients != null) ? this.clients : "")
			.map(Object::toString)
			.collect(Collectors.joining("\t"));
	}

	static LoadOptions parse(String line) {
		String[] arguments = line.split("\t");
		return new LoadOptions(Scenario.of(arguments[0]), URI.create(arguments[1]), Integer.parseInt(arguments[2]),
				Double.parseDouble(arguments[3]), Double.parseDouble(arguments[4]), Long.parseLong(arguments[5]),
				(arguments.length > 8) ? Path.of(arguments[8]) : null, Long.parseLong(arguments[6]),
				Long.parseLong(arguments[7]));
	}

}
