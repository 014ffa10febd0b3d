package io.github.opendcr.reliability.faults;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Probe;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.measure.Gauges;
import io.github.opendcr.reliability.server.DatabaseProxy;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;
import io.github.opendcr.reliability.server.SmallDisk;

/**
 * The servers of one run, the workers that keep them busy, and what is asked while
 * something is wrong.
 */
final class FaultsRun implements AutoCloseable {

	private static final String DATABASE = "faults";

	/** How long an answer, and the end of an outage, may take, in seconds. */
	private static final long SOON = 15;

	/**
	 * How many threads may be more than before: those of the JVM and of Tomcat come and
	 * go.
	 */
	private static final int FEW = 10;

	private final long soon;

	private final Postgres postgres;

	private final @Nullable SmallDisk disk;

	private final DatabaseProxy proxy;

	private final DocumentHost documents;

	private final SampleNode node;

	private final Api api;

	private final Crew crew;

	private final Probe probe = new Probe();

	private final Questions questions;

	private final Asker asker;

	private final StoredState state;

	private final FaultPromises promises;

	private final Table table = new Table();

	private final Gauges gauges;

	private final Held before;

	private FaultsRun(Options options, Report report, Postgres postgres, @Nullable SmallDisk disk) throws Exception {
		this.postgres = postgres;
		this.disk = disk;
		long seconds = SOON * options.patience();
		this.soon = TimeUnit.SECONDS.toMillis(seconds);
		this.promises = FaultPromises.of(report, seconds);
		Promises ledger = Promises.of(report);
		this.documents = DocumentHost.start();
		this.proxy = DatabaseProxy.start(postgres.port(), options.seed());
		this.node = SampleNode.start(this.proxy.port(), DATABASE, properties());
		this.api = new Api(this.node.uri());
		this.crew = new Crew(options, this.documents, ledger);
		this.state = new StoredState(postgres, DATABASE, ledger);
		this.questions = new Questions(this.api);
		this.asker = new Asker(this.questions, this.promises, this.table, this.soon);
		this.gauges = new Gauges(this.node);
		this.before = warmUp();
	}

	static FaultsRun start(Options options, Report report) throws Exception {
		Postgres postgres = Postgres.start();
		SmallDisk disk = null;
		if (SmallDisk.isPossible()) {
			disk = SmallDisk.mount();
			disk.create(postgres, DATABASE);
		}
		else {
			postgres.create(DATABASE);
			report.fact("the disk is full", "not tried: only root can mount a small one");
		}
		return new FaultsRun(options, report, postgres, disk);
	}

	// As docs/database.md has it, but faster
	private List<String> properties() {
		List<String> properties = new ArrayList<>(this.documents.properties());
		properties.add("--spring.datasource.hikari.validation-timeout=1000");
		properties.add("--spring.datasource.hikari.data-source-properties.socketTimeout=2");
		properties.add("--spring.datasource.hikari.data-source-properties.connectTimeout=2");
		return properties;
	}

	// All that is asked later was asked before
	private Held warmUp() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		load(new Outage(true), over);
		this.crew.awaitAnswers();
		this.asker.ask(Holds.EVERYTHING, "before", () -> {
		});
		over.set(true);
		this.crew.join();
		return Held.await(this.gauges, (held) -> held.active() == 0);
	}

	List<Fault> faults() {
		Faults all = new Faults(this.postgres, DATABASE);
		List<Fault> faults = new ArrayList<>(all.between(this.proxy));
		faults.addAll(all.inside());
		if (this.disk != null) {
			faults.add(all.of(this.disk));
		}
		return faults;
	}

	/**
	 * Let something be wrong under load, ask, let it be good, wait until the application
	 * serves, and look at what is left.
	 */
	void suffer(Fault fault) throws Exception {
		Outage outage = new Outage(true);
		AtomicBoolean over = new AtomicBoolean();
		load(outage, over);
		try {
			this.crew.awaitAnswers();
			if (fault.holds() != Holds.EVERYTHING) {
				outage.begin();
			}
			fault.begin().run();
			this.asker.awaitEffect(fault);
			this.asker.ask(fault.holds(), fault.name(), () -> checkHealth(fault));
		}
		finally {
			over.set(true);
		}
		this.crew.join();
		fault.end().run();
		long end = System.nanoTime();
		this.probe.awaitRegistration(this.node.uri());
		long recovery = since(end);
		this.promises.recovers().check(recovery <= this.soon, () -> fault.name() + ": " + recovery + " ms");
		this.table.recovered(fault.name(), recovery);
		lookAtWhatIsLeft(fault);
	}

	private void load(Outage outage, AtomicBoolean over) {
		URI uri = this.node.uri();
		this.crew.start((worker) -> worker.work(new Api(uri), outage, over::get));
	}

	private void checkHealth(Fault fault) throws IOException {
		Answer health = this.questions.health();
		if (fault.health() != null) {
			this.promises.health()
				.check(health.member("status").equals(fault.health()), () -> fault.name() + ": " + health.body());
		}
	}

	private void lookAtWhatIsLeft(Fault fault) throws Exception {
		this.crew.audit(this.node.uri(), false);
		this.state.check(this.api);
		Held left = Held.await(this.gauges, this::isAsBefore);
		this.promises.left().check(isAsBefore(left), () -> fault.name() + ": " + left + ", before " + this.before);
		Answer health = this.questions.health();
		this.promises.health().check(health.is(200), () -> "after " + fault.name() + ": " + health.body());
	}

	private boolean isAsBefore(Held now) {
		return now.active() == 0 && now.pending() == 0 && now.threads() <= this.before.threads() + FEW;
	}

	/**
	 * Look at everything once more.
	 */
	void finish(Report report) throws Exception {
		this.crew.audit(this.node.uri(), true);
		this.state.checkNumber(this.crew.known(), this.crew.untold() + this.probe.sent() + this.questions.clients());
		report.fact("before", this.before);
		report.fact("at the end", Held.read(this.gauges));
		report.fact("clients at the end", this.crew.known());
		report.add(this.table.toMarkdown());
		report.add(this.crew.answers());
	}

	private static long since(long start) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
	}

	@Override
	public void close() throws IOException {
		this.asker.close();
		this.crew.close();
		this.node.close();
		this.documents.close();
		this.proxy.close();
		this.postgres.close();
		if (this.disk != null) {
			this.disk.close();
		}
	}

}
