package io.github.opendcr.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * A host of Client ID Metadata Documents: {@code localhost} over real TLS, whose
 * certificate the servers under test trust by {@link #properties}. Documents are told
 * apart by their paths: {@link #shared} serves those of all tests of the JVM, each of
 * which takes a {@link #path} of its own.
 */
public final class DocumentHost implements AutoCloseable {

	/**
	 * The name that the properties give the bundle.
	 */
	private static final String BUNDLE = "document-host";

	private final HttpsServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final AtomicInteger paths = new AtomicInteger();

	private volatile boolean down;

	/**
	 * Start a host of one's own: for a test that counts all requests or turns it off.
	 */
	public DocumentHost() {
		try {
			this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setHttpsConfigurator(new HttpsConfigurator(Tls.CERTIFICATES.serverContext()));
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	/**
	 * The host of all tests that need none of their own.
	 */
	public static DocumentHost shared() {
		return Shared.HOST;
	}

	/**
	 * The properties by which a server trusts this host and reaches it at its special-use
	 * address, as nobody else may reach the server. They are the same for all hosts of
	 * the JVM, so that servers can be shared.
	 */
	public static List<String> properties() {
		String bundle = "spring.ssl.bundle.jks." + BUNDLE + ".truststore.";
		return List.of("dcr.cimd.internal-hosts=localhost", "server.address=localhost",
				"dcr.fetch.ssl-bundle=" + BUNDLE, bundle + "location=" + Tls.TRUST_STORE.toUri(),
				bundle + "type=PKCS12", bundle + "password=" + Certificates.PASSWORD);
	}

	/**
	 * The properties by which a server admits this host's documents, as many as there
	 * are, and more.
	 */
	public String[] admitted(String... more) {
		return enabled(Stream.concat(Stream.of("dcr.cimd.allowed[0].host=localhost:" + port()), Stream.of(more))
			.toArray(String[]::new));
	}

	/**
	 * The properties by which a server has documents for clients, and more.
	 */
	public static String[] enabled(String... more) {
		return Stream
			.of(properties(), List.of("dcr.cimd.enabled=true", "dcr.cimd.budget.per-caller=-1",
					"dcr.cimd.budget.per-host=-1", "dcr.cimd.budget.per-node=-1"), List.of(more))
			.flatMap(List::stream)
			.toArray(String[]::new);
	}

	/**
	 * A path that no other test has.
	 */
	public String path() {
		return "/client-" + this.paths.incrementAndGet();
	}

	/**
	 * The URL of a path.
	 */
	public String url(String path) {
		return "https://localhost:" + port() + path;
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * Serve a document with its own URL as {@code client_id}, and these members.
	 * @return its URL
	 */
	public String document(String path, Map<String, ?> members, String... headers) {
		Map<String, Object> document = new TreeMap<>(members);
		document.putIfAbsent("client_id", url(path));
		return json(path, Answer.write(document), headers);
	}

	/**
	 * Serve JSON, in which {@code {url}} stands for its URL.
	 * @param headers names and values by turns
	 * @return its URL
	 */
	public String json(String path, String body, String... headers) {
		return on(path, 200, body.replace("{url}", url(path)), headers);
	}

	/**
	 * Serve an answer, as {@code application/json} unless a header says something else.
	 * @param headers names and values by turns
	 * @return its URL
	 */
	public String on(String path, int status, String body, String... headers) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return on(path, (exchange) -> {
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			for (int i = 0; i < headers.length; i += 2) {
				exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
			}
			exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
		});
	}

	/**
	 * Answer a path, query and all, as the test likes.
	 * @return its URL
	 */
	public String on(String path, HttpHandler answer) {
		this.answers.put(path, answer);
		return url(path);
	}

	/**
	 * Have no document at a path from now on.
	 */
	public void remove(String path) {
		this.answers.remove(path);
	}

	/**
	 * Close each connection without an answer, or no longer.
	 */
	public void down(boolean down) {
		this.down = down;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().toString();
			this.requests.add(new Request(path, exchange.getRequestHeaders()));
			if (this.down) {
				return;
			}
			HttpHandler answer = this.answers.get(path);
			if (answer != null) {
				answer.handle(exchange);
			}
			else {
				exchange.sendResponseHeaders(404, -1);
			}
		}
	}

	/**
	 * How often a path was asked for.
	 * @param pathOrUrl the path, or the whole URL
	 */
	public long requests(String pathOrUrl) {
		return requestsTo(pathOrUrl).size();
	}

	/**
	 * What was asked of a path, in order.
	 * @param pathOrUrl the path, or the whole URL
	 */
	public List<Request> requestsTo(String pathOrUrl) {
		String path = pathOrUrl.startsWith("/") ? pathOrUrl : pathOrUrl.substring(url("").length());
		return this.requests.stream().filter((request) -> request.path().equals(path)).toList();
	}

	/**
	 * All that was asked, in order.
	 */
	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * A request for a document.
	 *
	 * @param path its path, and its query if it had one
	 * @param headers its headers
	 */
	public record Request(String path, Map<String, List<String>> headers) {

		/**
		 * The values of a header, empty if there is none.
		 */
		public String header(String name) {
			return this.headers.entrySet()
				.stream()
				.filter((header) -> header.getKey().equalsIgnoreCase(name))
				.map((header) -> String.join(", ", header.getValue()))
				.findFirst()
				.orElse("");
		}

	}

	private static final class Shared {

		private static final DocumentHost HOST = new DocumentHost();

	}

	private static final class Tls {

		private static final Path DIRECTORY = directory();

		private static final Certificates CERTIFICATES = new Certificates(DIRECTORY).with("server", "CN=localhost",
				"-ext", "san=dns:localhost,ip:127.0.0.1");

		private static final Path TRUST_STORE = CERTIFICATES.trusting("server");

		private static Path directory() {
			try {
				Path directory = Files.createTempDirectory("document-host");
				// the last one first
				for (String file : List.of("", "server-trust.p12", "server.cer", "keys.p12")) {
					directory.resolve(file).toFile().deleteOnExit();
				}
				return directory;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
