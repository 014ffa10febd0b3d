package io.github.opendcr.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * Has a Client ID Metadata Document at each path, on loopback and over TLS. It runs
 * within the load generator, so that its CPU time isn't taken for the server's.
 */
final class DocumentHost {

	private final int port;

	// What another process, or this one before, has asked for isn't new
	private final AtomicLong last = new AtomicLong(System.currentTimeMillis() * 1000);

	private DocumentHost(int port) {
		this.port = port;
	}

	/**
	 * Start the host; it ends with the process.
	 * @param port the port
	 * @param keyStore its key, in a PKCS #12 file
	 * @param password the password of the file
	 */
	static DocumentHost start(int port, Path keyStore, String password) throws IOException, GeneralSecurityException {
		DocumentHost host = new DocumentHost(port);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
		server.setHttpsConfigurator(new HttpsConfigurator(tls(keyStore, password.toCharArray())));
		server.setExecutor(Executors.newCachedThreadPool());
		server.createContext("/", host::answer);
		server.start();
		return host;
	}

	private static SSLContext tls(Path keyStore, char[] password) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream file = Files.newInputStream(keyStore)) {
			keys.load(file, password);
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		return context;
	}

	/**
	 * Return the URL of a document that nobody has asked for.
	 */
	String newDocument() {
		return url("/client-" + this.last.incrementAndGet());
	}

	private String url(String path) {
		return "https://localhost:" + this.port + path;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] document = Operations
				.metadata("\"client_id\":\"" + url(exchange.getRequestURI().getPath()) + "\",", "Benchmark client",
						"none", Operations.GRANTS)
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, document.length);
			exchange.getResponseBody().write(document);
		}
	}

}
