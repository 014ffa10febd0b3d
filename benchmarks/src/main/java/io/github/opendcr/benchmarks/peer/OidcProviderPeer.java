package io.github.opendcr.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * node's oidc-provider, which keeps the last 1000 clients in memory.
 */
public final class OidcProviderPeer implements Peer {

	private final URI server;

	private final ServerProcess process;

	private OidcProviderPeer(URI server, ServerProcess process) {
		this.server = server;
		this.process = process;
	}

	/**
	 * Whether it was installed.
	 */
	public static boolean isAvailable() {
		return Files.isDirectory(directory().resolve("node_modules/oidc-provider"));
	}

	public static OidcProviderPeer start() {
		int port = ServerProcess.freePort();
		URI server = URI.create("http://127.0.0.1:" + port);
		try {
			// Beside node_modules, where node looks for what it imports
			Path script = directory().resolve("server.mjs");
			Files.write(script, Files.readAllBytes(Workspace.directory("classes").resolve("oidc-provider/server.mjs")));
			ServerProcess process = ServerProcess.start("oidc-provider", List.of("node", script.toString()),
					Map.of("NODE_ENV", "production", "PORT", "" + port));
			return new OidcProviderPeer(server,
					process.awaitReady(server.resolve("/.well-known/openid-configuration")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path directory() {
		return Workspace.directory("oidc-provider");
	}

	@Override
	public String name() {
		return "oidc-provider";
	}

	@Override
	public URI endpoint() {
		return this.server.resolve("/reg");
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public long databasePid() {
		return 0;
	}

	@Override
	public void reset() {
		// It drops the oldest clients itself
	}

	@Override
	public void close() {
		this.process.close();
	}

}
