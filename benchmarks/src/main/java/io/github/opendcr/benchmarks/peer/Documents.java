package io.github.opendcr.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the load generator serves Client ID Metadata Documents, and the key by which it
 * does.
 *
 * @param port its port on loopback
 * @param directory has the key, and what trusts it
 */
public record Documents(int port, Path directory) {

	private static final String PASSWORD = "changeit";

	private static final String ALIAS = "documents";

	/**
	 * Choose a port and make a key.
	 */
	public static Documents create() {
		try {
			Documents documents = new Documents(ServerProcess.freePort(),
					Files.createTempDirectory(Files.createDirectories(Workspace.directory(ALIAS)), "key"));
			String certificate = documents.directory.resolve("certificate").toString();
			keytool(documents.keyStore(), "-genkeypair", "-alias", ALIAS, "-dname", "CN=localhost", "-keyalg", "EC",
					"-ext", "san=dns:localhost");
			keytool(documents.keyStore(), "-exportcert", "-alias", ALIAS, "-file", certificate);
			keytool(documents.trustStore(), "-importcert", "-noprompt", "-alias", ALIAS, "-file", certificate);
			return documents;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void keytool(Path keyStore, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Workspace.javaTool("keytool")));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException(output);
		}
	}

	private Path keyStore() {
		return this.directory.resolve("keys.p12");
	}

	private Path trustStore() {
		return this.directory.resolve("trust.p12");
	}

	/**
	 * Return the arguments by which the load generator serves them.
	 */
	public List<String> arguments() {
		return List.of(String.valueOf(this.port), keyStore().toString(), PASSWORD);
	}

	/**
	 * Return the properties by which a server takes them for clients, as many as there
	 * are, and refreshes the tokens of such clients.
	 */
	List<String> properties() {
		String trustStore = "--spring.ssl.bundle.jks.documents.truststore.";
		return List.of("--dcr.public-clients.refresh-tokens=true", "--dcr.cimd.enabled=true",
				"--dcr.cimd.allowed[0].host=localhost:" + this.port, "--dcr.cimd.internal-hosts=localhost",
				"--dcr.cimd.max-clients=-1", "--dcr.cimd.budget.per-caller=-1", "--dcr.cimd.budget.per-host=-1",
				"--dcr.cimd.budget.per-node=-1", "--dcr.fetch.ssl-bundle=documents",
				trustStore + "location=" + trustStore().toUri(), trustStore + "type=PKCS12",
				trustStore + "password=" + PASSWORD);
	}

}
