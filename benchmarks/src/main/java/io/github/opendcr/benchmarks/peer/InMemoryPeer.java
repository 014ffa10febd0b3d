package io.github.opendcr.benchmarks.peer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.opendcr.benchmarks.server.EndpointApplication;

/**
 * An application that keeps its clients in memory, with the starter or with Spring's own
 * endpoint.
 */
public final class InMemoryPeer implements Peer {

	private final String name;

	private final ServerProcess process;

	private URI server;

	private InMemoryPeer(String name, ServerProcess process, URI server) {
		this.name = name;
		this.process = process;
		this.server = server;
	}

	public static InMemoryPeer startStarter(int heapGiB) {
		List<String> properties = new ArrayList<>(Servers.UNLIMITED);
		properties.addAll(List.of("--dcr.enabled=true", "--dcr.permission=allow-all",
				"--dcr.allowed-scopes=profile,email", "--benchmark.spring-endpoint=false"));
		return start("OpenDCR", true, heapGiB, properties);
	}

	public static InMemoryPeer startSpring(int heapGiB) {
		return start("Spring", false, heapGiB, List.of());
	}

	private static InMemoryPeer start(String name, boolean withStarter, int heapGiB, List<String> properties) {
		URI server = free();
		List<String> command = Workspace.javaServer(List.of("-Xmx" + heapGiB + "g"), EndpointApplication.class,
				withStarter);
		command.addAll(List.of("--server.address=127.0.0.1", "--benchmark.store=memory",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		command.addAll(properties);
		command.add(port(server));
		ServerProcess process = ServerProcess.start("memory-" + name, command, Map.of());
		process.awaitReady(ready(server));
		return new InMemoryPeer(name, process, server);
	}

	private static URI free() {
		return URI.create("http://127.0.0.1:" + ServerProcess.freePort());
	}

	private static String port(URI server) {
		return "--server.port=" + server.getPort();
	}

	private static URI ready(URI server) {
		return server.resolve("/.well-known/oauth-authorization-server");
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
	public long databasePid() {
		return 0;
	}

	/**
	 * The application starts anew within its JVM, at another port: that tells it from the
	 * one before.
	 */
	@Override
	public void reset() {
		this.server = free();
		this.process.tell(port(this.server));
		this.process.awaitReady(ready(this.server));
	}

	@Override
	public void close() {
		this.process.close();
	}

}
