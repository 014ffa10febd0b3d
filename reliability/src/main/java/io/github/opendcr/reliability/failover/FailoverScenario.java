package io.github.opendcr.reliability.failover;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;

/**
 * The primary of two PostgreSQL servers is killed under load and its synchronous standby
 * promoted: nothing that was acknowledged is lost, and the application goes on by itself.
 */
public final class FailoverScenario implements Scenario {

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Failover to a synchronous standby");
		try (FailoverRun run = FailoverRun.start(options, report)) {
			for (int failover = 1; failover <= options.failovers(); failover++) {
				run.failOver();
				System.err.println("Failed over " + failover + " of " + options.failovers() + " times");
			}
			run.finish();
		}
		return report;
	}

}
