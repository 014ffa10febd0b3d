package io.github.opendcr.reliability.galera;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;

/**
 * Writes at all servers of a cluster at once: what can be won once is won once, and what
 * was acknowledged at one holds at the others, also while one of them is killed.
 */
public final class GaleraScenario implements Scenario {

	/** A commit at three servers takes its time. */
	private static final int FEWER = 10;

	/** Each of them waits for long transactions. */
	private static final int MOST_FOLLOWERS = 100;

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("MariaDB Galera: three servers, three applications");
		try (GaleraRun run = GaleraRun.start(options, report)) {
			int tries = Math.max(1, options.tries() / FEWER);
			run.race(tries);
			run.follow(Math.min(tries, MOST_FOLLOWERS));
			for (int kill = 1; kill <= options.kills(); kill++) {
				run.killServer();
				System.err.println("Killed a server " + kill + " of " + options.kills() + " times");
			}
			run.finish();
		}
		return report;
	}

}
