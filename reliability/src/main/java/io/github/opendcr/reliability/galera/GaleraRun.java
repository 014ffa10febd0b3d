package io.github.opendcr.reliability.galera;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Times;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Crew;
import io.github.opendcr.reliability.ledger.Halves;
import io.github.opendcr.reliability.ledger.Outage;
import io.github.opendcr.reliability.ledger.Probe;
import io.github.opendcr.reliability.ledger.Promises;
import io.github.opendcr.reliability.ledger.StoredState;
import io.github.opendcr.reliability.races.Races;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Galera;
import io.github.opendcr.reliability.server.SampleNode;
import io.github.opendcr.reliability.server.Workspace;

/**
 * The servers of one run, and who keeps them busy.
 */
final class GaleraRun implements AutoCloseable {

	/**
	 * As the documentation asks for: a server answers once it has what the others
	 * committed.
	 */
	private static final String PARAMETERS = "sessionVariables=wsrep_sync_wait=1";

	private final Report report;

	private final Galera galera;

	private final DocumentHost documents;

	private final List<SampleNode> nodes = new ArrayList<>();

	private final Random random;

	private final Promises promises;

	private final Crew crew;

	private final Probe probe = new Probe();

	private final Times recoveries = new Times();

	private final Times returns = new Times();

	private GaleraRun(Options options, Report report, Galera galera, DocumentHost documents) {
		this.report = report;
		this.galera = galera;
		this.documents = documents;
		this.random = new Random(options.seed());
		this.promises = Promises.ofCluster(report);
		this.crew = new Crew(options, documents, this.promises);
	}

	static GaleraRun start(Options options, Report report) throws Exception {
		GaleraRun run = new GaleraRun(options, report, Galera.start(), DocumentHost.start());
		run.launch().awaitReady(); // it makes the tables
		List<SampleNode> others = List.of(run.launch(), run.launch());
		for (SampleNode other : others) {
			other.awaitReady();
		}
		return run;
	}

	private SampleNode launch() throws IOException {
		List<String> properties = new ArrayList<>(Races.properties(this.documents));
		properties.addAll(this.galera.properties(this.nodes.size(), PARAMETERS));
		SampleNode node = SampleNode.launchWith(Workspace.libraries("mariadb-java-client"), properties);
		this.nodes.add(node);
		return node;
	}

	/**
	 * Let everyone who wants the same thing write it at another server.
	 */
	void race(int tries) throws IOException, SQLException {
		Promise served = this.report
			.promise("Who writes the same thing at different servers is answered, if need be after 503 with "
					+ "`Retry-After` and the same request again");
		try (Races races = new Races(uris(), this.documents, this.report, served, true, 1)) {
			races.run(tries);
			this.report.fact("503 with `Retry-After`, then answered", races.again());
		}
		new Halves(this.galera.tables()).check(this.promises.whole());
		long conflicts = this.galera.conflicts();
		if (conflicts == 0) {
			throw new IllegalStateException("No write met another one: this says nothing of writes that do");
		}
		this.report.fact("writes that gave way to one at another server", conflicts);
	}

	/**
	 * Let clients go to another server right after an answer.
	 */
	void follow(int tries) throws IOException, SQLException {
		Promise followed = this.report
			.promise("What one server acknowledged holds at the next one at once, though that one is busy");
		Followers followers = new Followers(uris().stream().map(Api::new).toList(), this.galera, followed);
		for (int i = 0; i < tries; i++) {
			followers.follow(i);
		}
		if (followers.behind() == 0) {
			throw new IllegalStateException("No server was ever behind: this says nothing of one that is");
		}
		this.report.fact("answers of a server that was behind", followers.behind());
	}

	/**
	 * Kill a server at a random moment, wait until all applications work again by
	 * themselves, start it again, and look.
	 */
	void killServer() throws Exception {
		int victim = this.random.nextInt(Galera.SIZE);
		Outage outage = new Outage(true);
		AtomicBoolean over = new AtomicBoolean();
		List<Api> apis = uris().stream().map(Api::new).toList();
		this.crew.start((worker) -> worker.work(apis, outage, over::get));
		this.crew.awaitAnswers();
		outage.begin();
		long killed = System.nanoTime();
		this.galera.kill(victim);
		for (URI uri : uris()) {
			this.probe.awaitRegistration(uri);
		}
		this.recoveries.addSince(killed);
		long restarted = System.nanoTime();
		this.galera.restart(victim);
		this.returns.addSince(restarted);
		over.set(true);
		this.crew.join();
		audit(false);
	}

	private List<URI> uris() {
		return this.nodes.stream().map(SampleNode::uri).toList();
	}

	private void audit(boolean all) throws Exception {
		URI node = uris().get(this.random.nextInt(Galera.SIZE));
		this.crew.audit(node, all);
		new StoredState(this.galera.tables(), this.promises).check(new Api(node));
	}

	/**
	 * Look at everything once more.
	 */
	void finish() throws Exception {
		audit(true);
		this.report.fact("kills of a server", this.recoveries.number());
		this.report.fact("until all applications write again, ms, median (longest)", this.recoveries);
		this.report.fact("until the server has what it missed, ms, median (longest)", this.returns);
		this.report.fact("clients at the end", this.crew.known());
		this.report.add(this.crew.answers());
	}

	@Override
	public void close() {
		this.crew.close();
		this.nodes.forEach(SampleNode::close);
		this.documents.close();
		this.galera.close();
	}

}
