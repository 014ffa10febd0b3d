package io.github.opendcr.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * What one run showed. CPU times are milliseconds per operation.
 *
 * @param scenario what was done
 * @param operations how often, within the measured time
 * @param seconds the measured time
 * @param rate operations per second
 * @param p50 median of the operations' milliseconds
 * @param p99 99th percentile of the same
 * @param max the longest of the same
 * @param serverCpu of the server's process
 * @param databaseCpu of the database's processes
 * @param generatorCpu of the load generator
 * @param foreign percentage of the machine that all other processes took
 * @param errors answers other than the expected
 * @param firstError the first of them
 */
public record Measurement(String scenario, long operations, double seconds, double rate, double p50, double p99,
		double max, double serverCpu, double databaseCpu, double generatorCpu, double foreign, int errors,
		@Nullable String firstError) {

	/**
	 * Milliseconds of CPU per operation, of server and database together.
	 */
	public double cpu() {
		return this.serverCpu + this.databaseCpu;
	}

}
