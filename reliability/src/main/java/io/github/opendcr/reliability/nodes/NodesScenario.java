package io.github.opendcr.reliability.nodes;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;

/**
 * One of two nodes over one PostgreSQL is killed at random under load, each request of
 * which goes to either: what it acknowledged works at the other at once, and nothing that
 * it was doing holds the other up.
 */
public final class NodesScenario implements Scenario {

	/** How many more kills there may be until one comes before the end of a change. */
	private static final int MORE = 5;

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Two nodes, of which one is killed");
		try (NodesRun run = NodesRun.start(options, report)) {
			int most = options.kills() + MORE;
			for (int kill = 1; kill <= options.kills() || (kill <= most && !run.hasSettledAnything()); kill++) {
				run.killOne();
				System.err.println("Killed a node " + kill + " of " + options.kills() + " times");
			}
			run.finish();
		}
		return report;
	}

}
