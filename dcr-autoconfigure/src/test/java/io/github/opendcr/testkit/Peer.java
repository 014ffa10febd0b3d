package io.github.opendcr.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of documents on the loopback address that speaks HTTP as well or as badly as a
 * test wants it to. Each connection is answered once.
 */
public final class Peer implements AutoCloseable {

	private final ServerSocket socket;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	public Peer() {
		this(InetAddress.getLoopbackAddress(), 0);
	}

	public Peer(InetAddress address, int port) {
		try {
			this.socket = new ServerSocket(port, 200, address);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.threads.execute(this::accept);
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				this.connections.incrementAndGet();
				answerLater(connection);
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	// Who connects while the peer is being closed may be let in, and would wait for ever
	private void answerLater(Socket connection) throws IOException {
		try {
			this.threads.execute(() -> answer(connection));
		}
		catch (RejectedExecutionException ex) {
			connection.close();
		}
	}

	private void answer(Socket connection) {
		try (connection) {
			InputStream in = connection.getInputStream();
			StringBuilder request = new StringBuilder();
			while (request.indexOf("\r\n\r\n") < 0) {
				int next = in.read();
				if (next < 0) {
					return;
				}
				request.append((char) next);
			}
			this.requests.add(request.toString());
			String path = request.toString().split(" ")[1];
			this.behaviours.getOrDefault(path, (out) -> head(out, "404 Not Found", "text/plain", ""))
				.answer(connection.getOutputStream());
		}
		catch (IOException ex) {
			// the other side has had enough
		}
	}

	/**
	 * Answer the path with JSON.
	 */
	public URI json(String path, String body, String... headers) {
		return on(path, (out) -> {
			head(out, "200 OK", "application/json", "Content-Length: " + body.length() + "\r\n"
					+ ((headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : ""));
			out.write(body.getBytes(StandardCharsets.UTF_8));
		});
	}

	/**
	 * Answer the path as the test likes.
	 */
	public URI on(String path, Behaviour behaviour) {
		this.behaviours.put(path, behaviour);
		return URI.create("http://localhost:" + this.socket.getLocalPort() + path);
	}

	public static void head(OutputStream out, String status, String contentType, String headers) throws IOException {
		out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\n" + headers
				+ "Connection: close\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	/**
	 * How many connections were made.
	 */
	public int connections() {
		return this.connections.get();
	}

	/**
	 * What was asked, with the headers.
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is written after a request was read.
	 */
	@FunctionalInterface
	public interface Behaviour {

		void answer(OutputStream out) throws IOException;

		/**
		 * Say nothing until the peer is closed.
		 */
		static Behaviour silence() {
			return (out) -> {
				try {
					Thread.currentThread().join();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			};
		}

	}

}
