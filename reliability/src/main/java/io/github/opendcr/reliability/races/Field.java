package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Browser;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.server.DocumentHost;

/**
 * Where races are run: some nodes, a user's browser at each, and those who start at once.
 */
final class Field implements AutoCloseable {

	/** How many try at once. */
	static final int RUNNERS = 4;

	private static final int MOST = 8;

	/** How often somebody comes again. */
	private static final int PATIENCE = 10;

	private final String name;

	private final List<Api> nodes;

	private final List<Browser> browsers;

	private final DocumentHost documents;

	private final Promise served;

	private final boolean comesAgain;

	private final ExecutorService threads = Executors.newFixedThreadPool(MOST);

	private final AtomicInteger names = new AtomicInteger();

	private final int[] wins;

	private int turn;

	private int again;

	/**
	 * Create a field.
	 * @param name which names of clients begin with
	 * @param served whether they are answered
	 * @param comesAgain whether somebody who is answered 503 with {@code Retry-After}
	 * comes again
	 */
	Field(String name, List<Api> nodes, DocumentHost documents, Promise served, boolean comesAgain) {
		this.name = name;
		this.nodes = nodes;
		this.browsers = nodes.stream().map((node) -> new Browser(node.node())).toList();
		this.documents = documents;
		this.served = served;
		this.comesAgain = comesAgain;
		this.wins = new int[nodes.size()];
	}

	/**
	 * Let another node be the first one.
	 */
	void turn() {
		this.turn++;
	}

	/**
	 * Return one of the nodes, the other one for the next number.
	 */
	Api node(int number) {
		return this.nodes.get(index(number));
	}

	private int index(int number) {
		return (number + this.turn) % this.nodes.size();
	}

	/**
	 * Return the browser of a user at one of the nodes.
	 */
	Browser browser(int number) {
		return this.browsers.get(index(number));
	}

	DocumentHost documents() {
		return this.documents;
	}

	String newName() {
		return this.name + this.names.incrementAndGet();
	}

	/**
	 * Register a client that gets tokens for itself.
	 */
	Answer registered() throws IOException {
		String name = newName();
		return expect(201, node(0).register(Metadata.confidential(name, name)));
	}

	/**
	 * Issue an initial access token.
	 */
	String initialAccessToken(String terms) throws IOException {
		return expect(200, node(0).operate("POST", "dcrtokens", terms)).member("token");
	}

	/**
	 * Send requests at the same moment.
	 * @return their answers, in the same order
	 */
	List<Answer> atOnce(List<Callable<Answer>> requests) throws IOException {
		CyclicBarrier start = new CyclicBarrier(requests.size());
		List<Future<Answer>> running = requests.stream().map((request) -> this.threads.submit(() -> {
			start.await(1, TimeUnit.MINUTES);
			return request.call();
		})).toList();
		List<Answer> answers = new ArrayList<>();
		for (int i = 0; i < running.size(); i++) {
			Answer answer = get(running.get(i));
			answers.add(this.comesAgain ? served(answer, requests.get(i)) : answer);
		}
		answers.forEach((answer) -> this.served.check(answer.status() < 500, answer::toString));
		return answers;
	}

	private Answer served(Answer first, Callable<Answer> request) throws IOException {
		Answer answer = first;
		for (int times = 0; answer.isTemporarilyUnavailable() && times < PATIENCE; times++) {
			this.again++;
			answer = get(this.threads.submit(request));
		}
		return answer;
	}

	/**
	 * Wait for something that runs.
	 */
	static <T> T get(Future<T> future) throws IOException {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IOException(ex.getCause());
		}
	}

	/**
	 * Return the only answer with a status, and note at which node it was.
	 * @return its index, -1 if there is none or another one
	 */
	int winner(int status, List<Answer> answers) {
		int winner = -1;
		for (int i = 0; i < answers.size(); i++) {
			if (answers.get(i).is(status)) {
				if (winner >= 0) {
					return -1;
				}
				winner = i;
			}
		}
		if (winner >= 0) {
			this.wins[index(winner)]++;
		}
		return winner;
	}

	/**
	 * Return how often each node had the winner, in all fields.
	 */
	static String wins(List<Field> fields) {
		return IntStream.range(0, fields.get(0).wins.length)
			.map((node) -> fields.stream().mapToInt((field) -> field.wins[node]).sum())
			.mapToObj(String::valueOf)
			.collect(Collectors.joining(", "));
	}

	/**
	 * Return how often somebody came again.
	 */
	int again() {
		return this.again;
	}

	static boolean all(int status, List<Answer> answers, int except) {
		for (int i = 0; i < answers.size(); i++) {
			if (i != except && !answers.get(i).is(status)) {
				return false;
			}
		}
		return true;
	}

	static Answer expect(int status, Answer answer) throws IOException {
		if (!answer.is(status)) {
			throw new IOException("Expected " + status + ": " + answer);
		}
		return answer;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
