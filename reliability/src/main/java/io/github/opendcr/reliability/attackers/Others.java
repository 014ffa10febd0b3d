package io.github.opendcr.reliability.attackers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.measure.Latencies;
import io.github.opendcr.reliability.measure.Sample;

/**
 * Clients that want to be served while there are attackers: some over connections that
 * they have, and one that comes anew each time, as most do.
 */
final class Others implements AutoCloseable {

	/** Between two requests, in milliseconds: there is to be room for attackers. */
	private static final int PAUSE = 20;

	private static final int CLIENTS = 3;

	/** What the requests of whoever connects anew are called. */
	private static final String NEWCOMER = "new connection";

	private static final String REQUEST = "GET /.well-known/oauth-authorization-server HTTP/1.1\r\n"
			+ "Host: localhost\r\nConnection: close\r\n\r\n";

	private final URI node;

	private final Promise served;

	/** How long a request may take, in milliseconds, a new connection included. */
	private final int longest;

	private final Latencies latencies = new Latencies();

	private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);

	private final List<Future<?>> running = new ArrayList<>();

	private volatile boolean over;

	Others(URI node, Promise served, int longest) {
		this.node = node;
		this.served = served;
		this.longest = longest;
		for (int i = 0; i < CLIENTS; i++) {
			int number = i;
			this.running.add(this.threads.submit(() -> {
				comeBack(number);
				return null;
			}));
		}
		this.running.add(this.threads.submit(() -> {
			comeAnew();
			return null;
		}));
	}

	/**
	 * Return how long their requests have taken since this was called last.
	 */
	Map<String, Sample> drain() {
		return this.latencies.drain();
	}

	/**
	 * Return whether those who have a connection were served, and whoever connects anew.
	 * @param times what {@link #drain} has returned
	 */
	static boolean areAllServed(Map<String, Sample> times) {
		return times.containsKey(NEWCOMER) && times.size() > 1;
	}

	private void comeBack(int number) throws InterruptedException {
		Api api = new Api(this.node);
		for (int round = 0; !this.over; round++) {
			String name = "other-" + number + "-" + round;
			Answer client = ask("register", 201, () -> api.register(Metadata.confidential(name, name)));
			if (client == null) {
				continue;
			}
			String id = client.member("client_id");
			String token = client.member("registration_access_token");
			ask("read", 200, () -> api.read(id, token));
			ask("token", 200, () -> api.clientCredentials(id, client.member("client_secret")));
			ask("delete", 204, () -> api.delete(id, token));
		}
	}

	private @Nullable Answer ask(String what, int expected, Request request) throws InterruptedException {
		long start = System.nanoTime();
		try {
			Answer answer = request.send();
			heard(what, answer.is(expected), answer.toString(), start);
			return answer.is(expected) ? answer : null;
		}
		catch (IOException ex) {
			heard(what, false, ex.toString(), start);
			return null;
		}
		finally {
			TimeUnit.MILLISECONDS.sleep(PAUSE);
		}
	}

	private void comeAnew() throws InterruptedException {
		while (!this.over) {
			long start = System.nanoTime();
			try (Socket socket = new Socket()) {
				socket.setSoTimeout(this.longest);
				socket.connect(new InetSocketAddress(this.node.getHost(), this.node.getPort()), this.longest);
				socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
				String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				heard(NEWCOMER, Swarm.status(answer).equals("200"), answer, start);
			}
			catch (IOException ex) {
				heard(NEWCOMER, false, ex.toString(), start);
			}
			TimeUnit.MILLISECONDS.sleep(PAUSE);
		}
	}

	private void heard(String what, boolean right, String answer, long start) {
		long time = System.nanoTime() - start;
		this.latencies.add(what, time);
		this.served.check(right && time < TimeUnit.MILLISECONDS.toNanos(this.longest),
				() -> what + " after " + TimeUnit.NANOSECONDS.toMillis(time) + " ms: " + answer);
	}

	/**
	 * Let them end what they have begun.
	 */
	void end() throws Exception {
		this.over = true;
		for (Future<?> future : this.running) {
			future.get();
		}
	}

	@Override
	public void close() {
		this.over = true;
		this.threads.shutdownNow();
	}

	/**
	 * A request.
	 */
	@FunctionalInterface
	private interface Request {

		Answer send() throws IOException;

	}

}
