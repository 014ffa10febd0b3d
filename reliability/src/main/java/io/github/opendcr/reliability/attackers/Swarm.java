package io.github.opendcr.reliability.attackers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * All connections of one attack, on one thread. Whatever the server closes is opened
 * again a moment later.
 */
final class Swarm implements AutoCloseable {

	/** How often connections are opened, in milliseconds, and how many at once. */
	private static final int TICK = 100;

	private static final int AT_ONCE = 200;

	private static final int ADDRESSES = 200;

	/** How many answers are kept. */
	private static final int ANSWERS = 1000;

	private final Attack attack;

	private final InetSocketAddress server;

	private final Selector selector = Selector.open();

	private final Set<Attacker> attackers = new HashSet<>();

	private final List<String> answers = new ArrayList<>();

	private final ByteBuffer buffer = ByteBuffer.allocate(8192);

	private final CompletableFuture<Void> running;

	private volatile boolean over;

	private volatile int mostConnected;

	private volatile long closed;

	private volatile boolean answered;

	private long opened;

	private Swarm(Attack attack, URI node) throws IOException {
		this.attack = attack;
		this.server = new InetSocketAddress(node.getHost(), node.getPort());
		this.running = CompletableFuture.runAsync(this::run, (task) -> new Thread(task, "swarm").start());
	}

	static Swarm start(Attack attack, URI node) throws IOException {
		return new Swarm(attack, node);
	}

	/**
	 * Return how many connections were there at a time until now.
	 */
	int mostConnected() {
		return this.mostConnected;
	}

	/**
	 * Return how many connections the server has closed until now.
	 */
	long closed() {
		return this.closed;
	}

	/**
	 * Return whether the server has answered any of them.
	 */
	boolean isAnswered() {
		return this.answered;
	}

	/**
	 * Return answers, once it is over.
	 */
	List<String> answers() {
		return this.answers;
	}

	/**
	 * Return how often there was which status, once it is over.
	 */
	Map<String, Integer> statuses() {
		Map<String, Integer> statuses = new TreeMap<>();
		this.answers.forEach((answer) -> statuses.merge(status(answer), 1, Integer::sum));
		return statuses;
	}

	static String status(String answer) {
		return answer.replaceFirst("(?s)^HTTP/1\\.1 (\\d+).*", "$1");
	}

	private void run() {
		try {
			long nextTick = 0;
			while (!this.over) {
				this.selector.select(TICK / 10);
				List<Attacker> ready = this.selector.selectedKeys()
					.stream()
					.map((key) -> (Attacker) key.attachment())
					.toList();
				this.selector.selectedKeys().clear();
				ready.stream().filter((attacker) -> !attacker.proceed(this.buffer)).forEach(this::closed);
				long now = System.nanoTime();
				if (this.attack.drip().length > 0) {
					List.copyOf(this.attackers)
						.stream()
						.filter((attacker) -> !attacker.drip(now))
						.forEach(this::closed);
				}
				if (now >= nextTick) {
					open();
					nextTick = now + TICK * 1_000_000L;
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No more connections of " + this.attack.name(), ex);
		}
		finally {
			List.copyOf(this.attackers).forEach(this::end);
		}
	}

	private void open() throws IOException {
		for (int i = 0; i < AT_ONCE && this.attackers.size() < this.attack.connections(); i++) {
			InetSocketAddress from = new InetSocketAddress("127.0.1." + (1 + this.opened++ % ADDRESSES), 0);
			this.attackers.add(new Attacker(this.attack, this.selector, from, this.server));
		}
		int connected = (int) this.attackers.stream().filter(Attacker::isConnected).count();
		this.mostConnected = Math.max(this.mostConnected, connected);
	}

	private void closed(Attacker attacker) {
		if (attacker.isConnected()) {
			this.closed++; // on one thread
		}
		end(attacker);
	}

	private void end(Attacker attacker) {
		if (!attacker.answer().isEmpty() && this.answers.size() < ANSWERS) {
			this.answers.add(attacker.answer());
			this.answered = true;
		}
		this.attackers.remove(attacker);
		attacker.close();
	}

	/**
	 * Hang up.
	 * @throws java.util.concurrent.CompletionException if it has failed before
	 */
	@Override
	public void close() throws IOException {
		this.over = true;
		this.running.join();
		this.selector.close();
	}

}
