package io.github.opendcr.benchmarks.peer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An authorization server that is a Spring Boot application.
 */
abstract class SpringBootPeer implements Peer {

	private final String name;

	private final ServerProcess process;

	private URI server;

	/**
	 * Start the application.
	 * @param name its name in the tables
	 * @param log the name of its log
	 * @param command the command, to which the properties are added
	 */
	SpringBootPeer(String name, String log, List<String> command, List<String> properties) {
		this.name = name;
		this.server = free();
		List<String> whole = new ArrayList<>(command);
		whole.addAll(properties);
		whole.addAll(List.of("--server.address=127.0.0.1", port()));
		this.process = ServerProcess.start(log, whole, Map.of());
		awaitReady();
	}

	private static URI free() {
		return URI.create("http://127.0.0.1:" + ServerProcess.freePort());
	}

	private String port() {
		return "--server.port=" + this.server.getPort();
	}

	private void awaitReady() {
		this.process.awaitReady(this.server.resolve("/.well-known/oauth-authorization-server"));
	}

	/**
	 * Let the application start anew within its JVM, at another port: that tells it from
	 * the one before.
	 */
	void restart() {
		this.server = free();
		this.process.tell(port());
		awaitReady();
	}

	@Override
	public String name() {
		return this.name;
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
	public void close() {
		this.process.close();
	}

}
