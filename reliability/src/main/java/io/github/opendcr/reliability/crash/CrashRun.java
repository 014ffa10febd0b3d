package io.github.opendcr.reliability.crash;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Times;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Probe;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * The servers of one run, and the workers that keep them busy.
 */
final class CrashRun implements AutoCloseable {

	private static final String DATABASE = "crash";

	/** How long requests come while the database is away, in milliseconds. */
	private static final int AWAY = 500;

	private final Postgres postgres;

	private final DocumentHost documents;

	private final StoredState state;

	private final Crew crew;

	private final Probe probe = new Probe();

	private final Times applicationStarts = new Times();

	private final Times databaseRecoveries = new Times();

	private SampleNode node;

	private CrashRun(Options options, Promises promises, Postgres postgres, DocumentHost documents)
			throws IOException, InterruptedException {
		this.postgres = postgres;
		this.documents = documents;
		this.state = new StoredState(postgres, DATABASE, promises);
		this.crew = new Crew(options, documents, promises);
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
		load(outage, outage::hasBegun);
		this.crew.awaitAnswers();
		outage.begin();
		this.node.kill();
		this.crew.join();
		long start = System.nanoTime();
		this.node = startNode();
		this.applicationStarts.addSince(start);
		audit(false);
	}

	/**
	 * Kill the database at a random moment, start it again, wait until the application
	 * works again by itself, and look.
	 */
	void killDatabase() throws Exception {
		Outage outage = new Outage(true);
		AtomicBoolean over = new AtomicBoolean();
		load(outage, over::get);
		this.crew.awaitAnswers();
		outage.begin();
		this.postgres.kill();
		TimeUnit.MILLISECONDS.sleep(AWAY);
		over.set(true);
		this.crew.join();
		this.postgres.restart();
		long start = System.nanoTime();
		this.probe.awaitRegistration(this.node.uri());
		this.databaseRecoveries.addSince(start);
		audit(false);
	}

	private void load(Outage outage, BooleanSupplier over) {
		this.crew.start((worker) -> worker.work(new Api(this.node.uri()), outage, over));
	}

	private void audit(boolean all) throws Exception {
		this.crew.audit(this.node.uri(), all);
		this.state.check(new Api(this.node.uri()));
	}

	/**
	 * Look at everything once more.
	 */
	void finish(Report report) throws Exception {
		audit(true);
		this.state.checkNumber(this.crew.known(), this.crew.untold() + this.probe.sent());
		report.fact("kills of the application", this.applicationStarts.number());
		report.fact("kills of the database", this.databaseRecoveries.number());
		report.fact("start of the application, ms, median (longest)", this.applicationStarts);
		report.fact("recovery after the database is back, ms, median (longest)", this.databaseRecoveries);
		report.fact("clients at the end", this.crew.known());
		report.add(this.crew.answers());
	}

	@Override
	public void close() throws IOException, SQLException {
		this.crew.close();
		this.node.close();
		this.documents.close();
		this.postgres.close();
	}

}
