package io.github.opendcr.reliability.failover;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Times;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Probe;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.PostgresPair;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * The servers of one run, and the workers that keep them busy all the time.
 */
final class FailoverRun implements AutoCloseable {

	private static final String DATABASE = "failover";

	/** How long nobody notices that the primary is gone, in milliseconds. */
	private static final int UNNOTICED = 500;

	/** How long the application may take to find the new primary, in seconds. */
	private static final int SOON = 30;

	private final Report report;

	private final PostgresPair postgres;

	private final DocumentHost documents;

	private final Promises promises;

	private final long soon;

	private final Promise recovers;

	private final SampleNode node;

	private final Crew crew;

	private final Probe probe = new Probe();

	private final Times outages = new Times();

	private final Times recoveries = new Times();

	private FailoverRun(Options options, Report report, PostgresPair postgres, DocumentHost documents)
			throws IOException, InterruptedException {
		this.report = report;
		this.postgres = postgres;
		this.documents = documents;
		this.promises = Promises.of(report);
		int seconds = SOON * options.patience();
		this.soon = TimeUnit.SECONDS.toMillis(seconds);
		this.recovers = report.promise("The application serves by itself within " + seconds
				+ " s after the standby was promoted, without a restart");
		this.node = SampleNode.launch(postgres.url(DATABASE), documents.properties()).awaitReady();
		this.crew = new Crew(options, documents, this.promises);
	}

	static FailoverRun start(Options options, Report report) throws Exception {
		return new FailoverRun(options, report, PostgresPair.start(DATABASE), DocumentHost.start());
	}

	/**
	 * Kill the primary at a random moment, promote the standby, wait until the
	 * application works by itself, look at everything, and make a standby of the one that
	 * was killed.
	 */
	void failOver() throws Exception {
		Outage outage = new Outage(true);
		AtomicBoolean over = new AtomicBoolean();
		this.crew.start((worker) -> worker.work(new Api(this.node.uri()), outage, over::get));
		try {
			this.crew.awaitAnswers();
			outage.begin();
			long killed = System.nanoTime();
			this.postgres.primary().kill();
			TimeUnit.MILLISECONDS.sleep(UNNOTICED);
			this.postgres.promote();
			long promoted = System.nanoTime();
			this.probe.awaitRegistration(this.node.uri());
			this.outages.addSince(killed);
			long recovery = this.recoveries.addSince(promoted);
			this.recovers.check(recovery <= this.soon, () -> recovery + " ms");
		}
		finally {
			over.set(true);
		}
		this.crew.join();
		audit();
		this.postgres.rejoin();
	}

	// All of it: what is lost is what was acknowledged last, and nobody knows what that
	// was
	private void audit() throws Exception {
		this.crew.audit(this.node.uri(), true);
		state().check(new Api(this.node.uri()));
	}

	private StoredState state() {
		return new StoredState(this.postgres.primary(), DATABASE, this.promises);
	}

	/**
	 * Look at everything once more, now that there is a standby again.
	 */
	void finish() throws Exception {
		audit();
		state().checkNumber(this.crew.known(), this.crew.untold() + this.probe.sent());
		this.report.fact("failovers", this.recoveries.number());
		this.report.fact("from the promotion to the first registration, ms, median (longest)", this.recoveries);
		this.report.fact("from the kill to the first registration, of them " + UNNOTICED
				+ " until the promotion began, ms, median (longest)", this.outages);
		this.report.fact("clients at the end", this.crew.known());
		this.report.add(this.crew.answers());
	}

	@Override
	public void close() throws IOException, SQLException {
		this.crew.close();
		this.node.close();
		this.documents.close();
		this.postgres.close();
	}

}
