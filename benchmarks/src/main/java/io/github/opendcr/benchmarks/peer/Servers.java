package io.github.opendcr.benchmarks.peer;

import java.util.List;

/**
 * What is the same for all servers.
 */
final class Servers {

	/**
	 * How every JVM is started: the same heap, and the collector that the JVM chooses.
	 */
	static final List<String> JAVA = List.of(Workspace.javaTool("java"), "-Xmx1g");

	/**
	 * The properties that let a load generator register clients without end.
	 */
	static final List<String> UNLIMITED = List.of("--dcr.rate-limit.enabled=false", "--dcr.quota.total=-1",
			"--dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");

	/**
	 * The same with the limits of open registration, so high that nothing reaches them.
	 */
	static final List<String> RAISED = List.of("--dcr.rate-limit.enabled=true",
			"--dcr.rate-limit.address.limit=1000000000", "--dcr.rate-limit.total.limit=1000000000",
			"--dcr.quota.total=1000000");

	private Servers() {
	}

}
