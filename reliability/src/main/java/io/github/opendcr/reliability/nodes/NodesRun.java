package io.github.opendcr.reliability.nodes;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Times;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.ledger.Worker;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * Two nodes over one PostgreSQL, and the workers that keep them busy.
 */
final class NodesRun implements AutoCloseable {

	private static final String DATABASE = "nodes";

	/** How long the other node may take for what was under way, in seconds. */
	private static final int AT_ONCE = 5;

	private final Report report;

	private final Postgres postgres;

	private final DocumentHost documents;

	private final Random random;

	private final Promises promises;

	private final StoredState state;

	private final long atOnce;

	private final Promise freed;

	private final Crew crew;

	private final Times settlements = new Times();

	private final List<SampleNode> nodes = new ArrayList<>();

	private int kills;

	private NodesRun(Options options, Report report, Postgres postgres, DocumentHost documents) {
		this.report = report;
		this.postgres = postgres;
		this.documents = documents;
		this.random = new Random(options.seed());
		this.promises = Promises.ofNodes(report);
		this.state = new StoredState(postgres, DATABASE, this.promises);
		int seconds = AT_ONCE * options.patience();
		this.atOnce = TimeUnit.SECONDS.toMillis(seconds);
		this.freed = report.promise(
				"Nothing that a dead node was doing holds up the other: it is settled there within " + seconds + " s");
		this.crew = new Crew(options, documents, this.promises);
	}

	static NodesRun start(Options options, Report report) throws Exception {
		Postgres postgres = Postgres.start();
		postgres.create(DATABASE);
		NodesRun run = new NodesRun(options, report, postgres, DocumentHost.start());
		run.nodes.add(run.startNode());
		run.nodes.add(run.startNode());
		return run;
	}

	private SampleNode startNode() throws IOException, InterruptedException {
		return SampleNode.start(this.postgres.port(), DATABASE, this.documents.properties());
	}

	/**
	 * Kill one of them in the middle of something, look at the other, and start it again
	 * while the other goes on.
	 */
	void killOne() throws Exception {
		int victim = this.random.nextInt(this.nodes.size());
		SampleNode dead = this.nodes.get(victim);
		SampleNode other = this.nodes.get(1 - victim);
		Outage outage = Outage.ofNode(dead.uri());
		this.crew.start((worker) -> {
			worker.work(List.of(new Api(dead.uri()), new Api(other.uri())), outage, outage::hasBegun);
			settle(worker, other);
			worker.audit(new Api(other.uri()), false);
		});
		this.crew.awaitAnswers();
		this.crew.awaitChangeAt(dead.uri());
		outage.begin();
		dead.kill();
		this.kills++;
		this.crew.join();
		// Before another node starts, which counts the quota anew
		this.state.check(new Api(other.uri()));
		this.nodes.set(victim, startBeside(other));
		this.crew.audit(this.nodes.get(victim).uri(), false);
	}

	// Whatever waits for the dead node is seen here: in the database, and at keys and
	// documents
	private void settle(Worker worker, SampleNode other) throws IOException {
		long start = System.nanoTime();
		if (worker.settle(new Api(other.uri())) > 0) {
			long time = this.settlements.addSince(start);
			this.freed.check(time <= this.atOnce, () -> time + " ms");
		}
	}

	private SampleNode startBeside(SampleNode other) throws Exception {
		SampleNode starting = SampleNode.launch(this.postgres.port(), DATABASE, this.documents.properties());
		Outage none = new Outage(false);
		AtomicBoolean enough = new AtomicBoolean();
		this.crew.start((worker) -> worker.work(new Api(other.uri()), none, enough::get));
		try {
			this.crew.awaitAnswers();
		}
		finally {
			enough.set(true);
		}
		this.crew.join();
		return starting.awaitReady();
	}

	/**
	 * Return whether a change was under way at a node that was killed, which is a matter
	 * of luck.
	 */
	boolean hasSettledAnything() {
		return this.promises.settled().checks() > 0 && this.freed.checks() > 0;
	}

	/**
	 * Look at everything once more, at either node.
	 */
	void finish() throws Exception {
		for (SampleNode node : this.nodes) {
			this.crew.audit(node.uri(), true);
			this.state.check(new Api(node.uri()));
		}
		this.state.checkNumber(this.crew.known(), this.crew.untold());
		this.report.fact("kills", this.kills);
		this.report.fact("workers with something under way at the dead node", this.settlements.number());
		this.report.fact("until that was settled at the other one, ms, median (longest)", this.settlements);
		this.report.fact("clients at the end", this.crew.known());
		this.report.add(this.crew.answers());
	}

	@Override
	public void close() throws IOException, SQLException {
		this.crew.close();
		this.nodes.forEach(SampleNode::close);
		this.documents.close();
		this.postgres.close();
	}

}
