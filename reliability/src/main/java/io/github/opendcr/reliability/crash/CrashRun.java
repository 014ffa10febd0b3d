package io.github.opendcr.reliability.crash;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.ledger.Worker;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * The servers of one run, and the workers that keep them busy.
 */
final class CrashRun implements AutoCloseable {

	private static final String DATABASE = "crash";

	/** How many requests are answered before something is killed. */
	private static final int FEWEST = 50;

	private static final int MOST = 400;

	/** How long requests come while the database is away, in milliseconds. */
	private static final int AWAY = 500;

	private final Postgres postgres;

	private final DocumentHost documents;

	private final Promises promises;

	private final Random random;

	private final StoredState state;

	private final List<Worker> workers = new ArrayList<>();

	private final ExecutorService threads;

	private final List<Long> applicationStarts = new ArrayList<>();

	private final List<Long> databaseRecoveries = new ArrayList<>();

	private SampleNode node;

	private int probes;

	private CrashRun(Options options, Promises promises, Postgres postgres, DocumentHost documents)
			throws IOException, InterruptedException {
		this.postgres = postgres;
		this.documents = documents;
		this.promises = promises;
		this.random = new Random(options.seed());
		this.state = new StoredState(postgres, DATABASE, promises);
		this.threads = Executors.newFixedThreadPool(options.workers());
		for (int i = 0; i < options.workers(); i++) {
			this.workers.add(new Worker("w" + i, options.seed() + i, documents, promises));
		}
		this.node = startNode();
	}

	static CrashRun start(Options options, Promises promises) throws Exception {
		Postgres postgres = Postgres.start();
		postgres.create(DATABASE);
		return new CrashRun(options, promises, postgres, DocumentHost.start());
	}

	private SampleNode startNode() throws IOException, InterruptedException {
		return SampleNode.start(this.postgres.port(), DATABASE, this.documents.properties());
	}

	/**
	 * Kill the application at a random moment, start another one, and look.
	 */
	void killApplication() throws Exception {
		Outage outage = new Outage(false);
		List<Future<Void>> load = load(outage, outage::hasBegun);
		awaitAnswers();
		outage.begin();
		this.node.kill();
		await(load);
		long start = System.nanoTime();
		this.node = startNode();
		this.applicationStarts.add(since(start));
		audit(false);
	}

	/**
	 * Kill the database at a random moment, start it again, wait until the application
	 * works again by itself, and look.
	 */
	void killDatabase() throws Exception {
		Outage outage = new Outage(true);
		AtomicBoolean over = new AtomicBoolean();
		List<Future<Void>> load = load(outage, over::get);
		awaitAnswers();
		outage.begin();
		this.postgres.kill();
		TimeUnit.MILLISECONDS.sleep(AWAY);
		over.set(true);
		await(load);
		this.postgres.restart();
		long start = System.nanoTime();
		awaitRecovery();
		this.databaseRecoveries.add(since(start));
		audit(false);
	}

	private List<Future<Void>> load(Outage outage, BooleanSupplier over) {
		return each((worker) -> () -> {
			worker.work(new Api(this.node.uri()), outage, over);
			return null;
		});
	}

	private List<Future<Void>> each(Function<Worker, Callable<Void>> work) {
		return this.workers.stream().map((worker) -> this.threads.submit(work.apply(worker))).toList();
	}

	private static void await(List<Future<Void>> futures) throws Exception {
		for (Future<Void> future : futures) {
			future.get();
		}
	}

	private void awaitRecovery() throws IOException, InterruptedException {
		Api api = new Api(this.node.uri());
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		Answer answer;
		do {
			answer = api.register(Metadata.confidential("probe-" + ++this.probes, "Probe"));
		}
		while (!answer.is(201) && System.nanoTime() < end);
		if (!answer.is(201)) {
			throw new IllegalStateException("The application doesn't recover: " + answer + ", see " + this.node.log());
		}
		api.delete(answer.member("client_id"), answer.member("registration_access_token"));
	}

	private void audit(boolean all) throws Exception {
		await(each((worker) -> () -> {
			worker.audit(new Api(this.node.uri()), all);
			return null;
		}));
		this.state.check(new Api(this.node.uri()));
	}

	/**
	 * Look at everything once more.
	 */
	void finish(Report report) throws Exception {
		audit(true);
		int known = this.workers.stream().mapToInt(Worker::known).sum();
		int untold = this.workers.stream().mapToInt(Worker::untold).sum();
		this.state.checkNumber(known, untold + this.probes);
		report.fact("kills of the application", this.applicationStarts.size());
		report.fact("kills of the database", this.databaseRecoveries.size());
		report.fact("median start of the application, ms", median(this.applicationStarts));
		report.fact("median recovery after the database is back, ms", median(this.databaseRecoveries));
		report.fact("clients at the end", known);
		report.add(answers());
	}

	private String answers() {
		Map<String, Long> all = new TreeMap<>();
		this.workers
			.forEach((worker) -> worker.statistics().forEach((what, times) -> all.merge(what, times.sum(), Long::sum)));
		StringBuilder table = new StringBuilder("| request | answer | times |\n| --- | --- | --: |\n");
		all.forEach((what, times) -> table.append("| " + what + " | " + times + " |\n"));
		return table.toString();
	}

	private static Object median(List<Long> values) {
		return values.isEmpty() ? "-" : values.stream().sorted().toList().get(values.size() / 2);
	}

	private static long since(long start) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
	}

	// However fast the machine is, and a bit later than the last answer
	private void awaitAnswers() throws InterruptedException {
		long until = answered() + FEWEST + this.random.nextInt(MOST - FEWEST);
		long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
		while (answered() < until && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(1 + this.random.nextInt(5));
		}
	}

	private long answered() {
		return this.workers.stream().mapToLong(Worker::answered).sum();
	}

	@Override
	public void close() throws IOException, SQLException {
		this.threads.shutdownNow();
		this.node.close();
		this.documents.close();
		this.postgres.close();
	}

}
