package io.github.opendcr.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.benchmarks.server.EndpointApplication;

/**
 * An application that keeps its clients in memory, with the starter or with Spring's own
 * endpoint.
 */
public final class InMemoryPeer extends SpringBootPeer {

	private InMemoryPeer(String name, boolean withStarter, int heapGiB, List<String> properties) {
		super(name, "memory-" + name,
				Workspace.javaServer(List.of("-Xmx" + heapGiB + "g"), EndpointApplication.class, withStarter),
				properties);
	}

	public static InMemoryPeer startStarter(int heapGiB) {
		List<String> properties = new ArrayList<>(Servers.UNLIMITED);
		properties.addAll(List.of("--dcr.enabled=true", "--dcr.permission=allow-all",
				"--dcr.allowed-scopes=profile,email", "--benchmark.spring-endpoint=false"));
		return start("OpenDCR", true, heapGiB, properties);
	}

	public static InMemoryPeer startSpring(int heapGiB) {
		return start("Spring", false, heapGiB, new ArrayList<>());
	}

	private static InMemoryPeer start(String name, boolean withStarter, int heapGiB, List<String> properties) {
		properties.addAll(List.of("--benchmark.store=memory",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		return new InMemoryPeer(name, withStarter, heapGiB, properties);
	}

	@Override
	public long databasePid() {
		return 0;
	}

	@Override
	public void reset() {
		restart();
	}

}
