package io.github.opendcr.reliability.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.client.Metadata;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.KnownClient;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.Worker;
import io.github.opendcr.reliability.measure.Gauges;
import io.github.opendcr.reliability.measure.Latencies;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;
import io.github.opendcr.reliability.server.Workspace;

/**
 * A node with many clients, workers that never pause, and what is measured meanwhile.
 */
final class LoadRun implements AutoCloseable {

	private static final String DATABASE = "load";

	private static final String CLIENTS = "SELECT count(*) FROM dcr_client_registration";

	/** One of so many clients that were there before belongs to a worker. */
	private static final int KNOWN = 10;

	/** So many clients have one initial access token: an operator's login is slow. */
	private static final int USES = 100;

	/** Of so many requests at least a row tells, however busy the machine is. */
	private static final int FEWEST = 300;

	private final Postgres postgres;

	private final DocumentHost documents;

	private final SampleNode node;

	private final Crew crew;

	private final Gauges gauges;

	private final long clientsBefore;

	private final Path csv;

	private final Latencies latencies = new Latencies();

	private final LongAdder errors = new LongAdder();

	private final AtomicBoolean over = new AtomicBoolean();

	private final List<Row> rows = new ArrayList<>();

	private int heapBefore;

	private LoadRun(Options options, Promises promises, Postgres postgres, DocumentHost documents) throws Exception {
		this.postgres = postgres;
		this.documents = documents;
		List<KnownClient> known = fill(options);
		this.clientsBefore = postgres.number(DATABASE, CLIENTS);
		this.node = SampleNode.startWarm(postgres.port(), DATABASE, properties(options));
		this.gauges = new Gauges(this.node);
		this.csv = Workspace.directory("load").resolve("rows.csv");
		this.crew = new Crew(options, documents, promises);
		work(known.iterator(), known.size() / options.workers());
	}

	static LoadRun start(Options options, Promises promises) throws Exception {
		Postgres postgres = Postgres.start();
		postgres.create(DATABASE);
		return new LoadRun(options, promises, postgres, DocumentHost.start());
	}

	private List<KnownClient> fill(Options options) throws IOException, InterruptedException, SQLException {
		try (SampleNode first = SampleNode.start(this.postgres.port(), DATABASE, properties(options))) {
			Answer client = new Api(first.uri()).register(Metadata.confidential(ManyClients.NAME, ManyClients.NAME));
			if (!client.is(201)) {
				throw new IOException("Nobody can register: " + client);
			}
			first.kill();
			System.err.println("Filling the store with " + options.clients() + " clients");
			return ManyClients.fill(this.postgres, DATABASE, client.member("client_id"), options.clients(),
					options.clients() / KNOWN);
		}
	}

	/**
	 * The defaults of the profile, but for what limits requests and clients, and for what
	 * the other scenarios set.
	 */
	private List<String> properties(Options options) {
		List<String> properties = new ArrayList<>(this.documents.properties());
		properties
			.addAll(List.of("--dcr.profile=mcp", "--dcr.quota.total=" + 10L * Math.max(options.clients(), 100_000),
					"--dcr.registration-access-token.rotation-grace=60s",
					"--spring.datasource.hikari.connection-timeout=30000"));
		return properties;
	}

	private void work(Iterator<KnownClient> known, int each) {
		Api api = new Api(this.node.uri());
		this.crew.start((worker) -> {
			adopt(worker, known, each);
			worker.useTokens(USES);
			worker.watch(this::heard);
			worker.work(api, new Outage(false), this.over::get);
		});
	}

	private static void adopt(Worker worker, Iterator<KnownClient> known, int number) {
		synchronized (known) {
			for (int i = 0; i < number; i++) {
				worker.adopt(known.next());
			}
		}
	}

	private void heard(String what, boolean right, long nanoseconds) {
		this.latencies.add(what, nanoseconds);
		if (!right) {
			this.errors.increment();
		}
	}

	/**
	 * Let the node become as fast as it gets, and fill what it keeps in memory.
	 */
	void warmUp(Duration time) throws Exception {
		System.err.println("Warming up for " + time.toSeconds() + " s");
		letWork(time);
		this.heapBefore = this.gauges.read().heap();
		this.latencies.drain();
		Files.writeString(this.csv, Row.CSV_TITLE);
	}

	/**
	 * Let the workers work for a time, and say what happened.
	 */
	Row measure(int number, Duration time) throws Exception {
		long start = System.nanoTime();
		letWork(time);
		Gauges.Reading held = this.gauges.read();
		Row row = new Row(number, Duration.ofNanos(System.nanoTime() - start), this.latencies.drain(),
				this.errors.sumThenReset(), held);
		this.rows.add(row);
		Files.writeString(this.csv, Files.readString(this.csv) + row.toCsv());
		return row;
	}

	private void letWork(Duration time) throws InterruptedException {
		long end = System.nanoTime() + time.toNanos();
		this.crew.awaitAnswers(FEWEST);
		TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
	}

	void finish(Report report, Promise heap) throws Exception {
		Trend trend = new Trend(this.heapBefore, this.rows);
		trend.checkHeap(heap);
		long reaped = this.gauges.number("dcr_reaper_removed_total");
		long reaperRuns = this.gauges.number("dcr_reaper_runs_seconds_count");
		this.over.set(true);
		this.crew.join();
		report.fact("clients before and after", this.clientsBefore + ", " + this.postgres.number(DATABASE, CLIENTS));
		report.fact("runs of the reaper, and clients that it deleted", reaperRuns + ", " + reaped);
		report.fact("authorizations in Spring's table at the end",
				this.postgres.number(DATABASE, "SELECT count(*) FROM oauth2_authorization"));
		report.fact("shared_buffers of PostgreSQL", this.postgres.query(DATABASE, "SHOW shared_buffers").get(0));
		trend.tell(report);
		report.add(this.rows.stream().map(Row::toMarkdown).collect(Collectors.joining("", Row.TITLE, "")));
		report.add(this.crew.answers());
		report.add("Each kind of request in each row: `" + this.csv + "`");
	}

	@Override
	public void close() throws IOException {
		this.over.set(true);
		this.crew.close();
		this.node.close();
		this.documents.close();
		this.postgres.close();
	}

}
