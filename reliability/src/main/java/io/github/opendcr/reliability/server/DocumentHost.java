package io.github.opendcr.reliability.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.github.opendcr.reliability.client.Metadata;

/**
 * A host with a Client ID Metadata Document at each path, on loopback and over TLS.
 */
public final class DocumentHost implements AutoCloseable {

	private static final String PASSWORD = "changeit";

	private static final String ALIAS = "documents";

	private final Path trustStore;

	private final HttpsServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicLong last = new AtomicLong();

	private DocumentHost(Keys keys) throws IOException, GeneralSecurityException {
		this.trustStore = keys.trustStore();
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		this.server.setHttpsConfigurator(new HttpsConfigurator(tls(keys.keyStore())));
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	public static DocumentHost start() throws IOException, GeneralSecurityException {
		return new DocumentHost(keys());
	}

	// The same for all: each costs three starts of a JVM
	private static synchronized Keys keys() throws IOException {
		Path directory = Workspace.directory("documents");
		Keys keys = new Keys(directory.resolve("keys.p12"), directory.resolve("trust.p12"));
		if (!Files.exists(keys.trustStore())) {
			String certificate = directory.resolve("certificate").toString();
			keytool(keys.keyStore(), "-genkeypair", "-alias", ALIAS, "-dname", "CN=localhost", "-keyalg", "EC", "-ext",
					"san=dns:localhost");
			keytool(keys.keyStore(), "-exportcert", "-alias", ALIAS, "-file", certificate);
			keytool(keys.trustStore(), "-importcert", "-noprompt", "-alias", ALIAS, "-file", certificate);
		}
		return keys;
	}

	private static void keytool(Path keyStore, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Workspace.javaTool("keytool")));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
		Programs.run(command);
	}

	private static SSLContext tls(Path keyStore) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(keyStore)) {
			keys.load(file, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	/**
	 * Return the properties by which the sample takes its documents for clients, as many
	 * as there are, and waits for them also while the machine has much else to do.
	 */
	public List<String> properties() {
		String trustStore = "--spring.ssl.bundle.jks.documents.truststore.";
		return List.of("--dcr.public-clients.refresh-tokens=true", "--dcr.cimd.enabled=true",
				"--dcr.cimd.allowed[0].host=localhost:" + this.server.getAddress().getPort(),
				"--dcr.cimd.internal-hosts=localhost", "--dcr.cimd.max-clients=-1", "--dcr.cimd.budget.per-caller=-1",
				"--dcr.cimd.budget.per-host=-1", "--dcr.cimd.budget.per-node=-1", "--dcr.cimd.timeout=30s",
				"--dcr.fetch.ssl-bundle=documents", trustStore + "location=" + this.trustStore.toUri(),
				trustStore + "type=PKCS12", trustStore + "password=" + PASSWORD);
	}

	/**
	 * Return the URL of a document that nobody has asked for.
	 */
	public String newDocument() {
		return url("/client-" + this.last.incrementAndGet());
	}

	private String url(String path) {
		return "https://localhost:" + this.server.getAddress().getPort() + path;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] document = Metadata.document(url(exchange.getRequestURI().getPath()))
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, document.length);
			exchange.getResponseBody().write(document);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * Where its key is, and what trusts it.
	 */
	private record Keys(Path keyStore, Path trustStore) {
	}

}
