package io.github.opendcr.reliability.ledger;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.DocumentHost;

/**
 * The workers of one run, each on a thread of its own.
 */
public final class Crew implements AutoCloseable {

	/** How many requests are answered before something is killed. */
	private static final int FEWEST = 50;

	private final int most;

	private final List<Worker> workers = new ArrayList<>();

	private final ExecutorService threads;

	private final Random random;

	private List<Future<?>> running = List.of();

	public Crew(Options options, DocumentHost documents, Promises promises) {
		this.most = Math.max(options.answers(), FEWEST);
		this.threads = Executors.newFixedThreadPool(options.workers());
		this.random = new Random(options.seed());
		for (int i = 0; i < options.workers(); i++) {
			this.workers.add(new Worker("w" + i, options.seed() + i, documents, promises));
		}
	}

	/**
	 * Let all of them do something, and return at once.
	 */
	public void start(Task task) {
		this.running = this.workers.stream().<Future<?>>map((worker) -> this.threads.submit(() -> {
			task.run(worker);
			return null;
		})).toList();
	}

	/**
	 * Wait until all of them have done it.
	 */
	public void join() throws Exception {
		for (Future<?> future : this.running) {
			future.get();
		}
	}

	/**
	 * Let all of them look at what is in question, and at some of the rest or at all.
	 */
	public void audit(URI node, boolean all) throws Exception {
		start((worker) -> worker.audit(new Api(node), all));
		join();
	}

	/**
	 * Wait for a random number of answers, however fast the machine is, and a bit longer.
	 */
	public void awaitAnswers() throws InterruptedException {
		awaitAnswers(FEWEST + this.random.nextInt(this.most - FEWEST + 1));
	}

	/**
	 * Wait for so many answers, however long they take.
	 */
	public void awaitAnswers(int number) throws InterruptedException {
		long until = answered() + number;
		await(() -> answered() >= until);
	}

	/**
	 * Wait until a node is anywhere in a change of a client: just after its beginning it
	 * would have done nothing yet.
	 */
	public void awaitChangeAt(URI node) throws InterruptedException {
		double part = this.random.nextDouble();
		await(() -> this.workers.stream().anyMatch((worker) -> worker.isChangingAt(node, part)));
	}

	private void await(BooleanSupplier condition) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		while (!condition.getAsBoolean() && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(1 + this.random.nextInt(5));
		}
	}

	private long answered() {
		return this.workers.stream().mapToLong(Worker::answered).sum();
	}

	/**
	 * Return how many clients they know to be there.
	 */
	public int known() {
		return this.workers.stream().mapToInt(Worker::known).sum();
	}

	/**
	 * Return how many clients there may be of which they were never told.
	 */
	public int untold() {
		return this.workers.stream().mapToInt(Worker::untold).sum();
	}

	/**
	 * Return a table of what they were answered.
	 */
	public String answers() {
		Map<String, Long> all = new TreeMap<>();
		this.workers
			.forEach((worker) -> worker.statistics().forEach((what, times) -> all.merge(what, times.sum(), Long::sum)));
		StringBuilder table = new StringBuilder("| request | answer | times |\n| --- | --- | --: |\n");
		all.forEach((what, times) -> table.append("| " + what + " | " + times + " |\n"));
		return table.toString();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * What a worker is to do.
	 */
	@FunctionalInterface
	public interface Task {

		void run(Worker worker) throws Exception;

	}

}
