package io.github.opendcr.benchmarks.peer;

import java.net.URI;

import io.github.opendcr.benchmarks.load.LoadOptions;
import io.github.opendcr.benchmarks.load.Scenario;

/**
 * A server that is measured. It runs until it is closed; what it has compiled of itself
 * stays when its store is emptied.
 */
public interface Peer extends AutoCloseable {

	/**
	 * Return its name in the tables.
	 */
	String name();

	/**
	 * Return its registration endpoint, which may be another after each reset.
	 */
	URI endpoint();

	/**
	 * Return the id of its process.
	 */
	long pid();

	/**
	 * Return the id of its database's first process, 0 if it has none.
	 */
	long databasePid();

	/**
	 * Empty its store.
	 */
	void reset();

	@Override
	void close();

	/**
	 * Tell the load generator what to do with it.
	 */
	default LoadOptions load(Scenario scenario, int connections, double warmUp, double seconds) {
		return LoadOptions.of(scenario, endpoint(), connections, warmUp, seconds, pid(), databasePid());
	}

}
