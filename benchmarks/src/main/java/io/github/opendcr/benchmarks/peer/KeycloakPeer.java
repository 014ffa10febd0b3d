package io.github.opendcr.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Keycloak on PostgreSQL in production mode. Each reset makes a new realm and takes away
 * the three policies of anonymous registration that refuse what the load generator sends.
 */
public final class KeycloakPeer implements Peer {

	private static final String DATABASE = "keycloak";

	private static final Set<String> REFUSING = Set.of("trusted-hosts", "max-clients", "allowed-client-templates");

	private final Postgres postgres;

	private final URI server;

	private final ServerProcess process;

	private int realms;

	private KeycloakPeer(Postgres postgres, URI server, ServerProcess process) {
		this.postgres = postgres;
		this.server = server;
		this.process = process;
	}

	/**
	 * Whether it was unpacked.
	 */
	public static boolean isAvailable() {
		return Files.isExecutable(script());
	}

	public static KeycloakPeer start(Postgres postgres) {
		postgres.create(DATABASE);
		int port = ServerProcess.freePort();
		URI server = URI.create("http://127.0.0.1:" + port);
		build();
		ServerProcess process = ServerProcess.start(DATABASE,
				List.of(script().toString(), "start", "--optimized", "--http-enabled=true", "--http-host=127.0.0.1",
						"--http-port=" + port, "--hostname-strict=false", "--log-level=warn"),
				Map.of("KC_DB_URL", postgres.url(DATABASE), "KC_DB_USERNAME", "postgres", "KC_DB_PASSWORD", "postgres",
						"KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin",
						"JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx1g"));
		KeycloakPeer peer = new KeycloakPeer(postgres, server, process.awaitReady(server.resolve("/realms/master")));
		peer.reset();
		return peer;
	}

	private static void build() {
		try {
			Path log = Files.createDirectories(Workspace.directory("logs")).resolve("keycloak-build.log");
			List<String> command = new ArrayList<>(
					List.of(script().toString(), "build", "--db=postgres", "--cache=local"));
			int exit = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start()
				.waitFor();
			if (exit != 0) {
				throw new IllegalStateException("Keycloak can't be built, see " + log);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Path script() {
		return Workspace.directory("keycloak").resolve("bin/kc.sh");
	}

	@Override
	public String name() {
		return "Keycloak";
	}

	@Override
	public URI endpoint() {
		return this.server.resolve("/realms/" + realm() + "/clients-registrations/openid-connect");
	}

	private String realm() {
		return "benchmark-" + this.realms;
	}

	@Override
	public long pid() {
		return this.process.pid();
	}

	@Override
	public long databasePid() {
		return this.postgres.pid();
	}

	@Override
	public void reset() {
		this.realms++;
		RestClient administrator = RestClient.login(this.server.resolve("/realms/master/protocol/openid-connect/token"),
				"client_id=admin-cli&grant_type=password&username=admin&password=admin");
		administrator.post(this.server.resolve("/admin/realms"),
				"{\"realm\":\"" + realm() + "\",\"enabled\":true,\"sslRequired\":\"none\"}");
		URI components = this.server.resolve("/admin/realms/" + realm() + "/components");
		for (JsonNode policy : administrator.get(URI
			.create(components + "?type=org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"))) {
			if (policy.path("subType").asString("").equals("anonymous")
					&& REFUSING.contains(policy.path("providerId").asString(""))) {
				administrator.delete(URI.create(components + "/" + policy.path("id").asString()));
			}
		}
		this.postgres.execute(DATABASE, "CHECKPOINT");
	}

	@Override
	public void close() {
		this.process.close();
	}

}
