package io.github.opendcr.reliability.faults;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;

/**
 * Something is wrong with the database for a while, again and again: whoever asks is told
 * to come again, and what was acknowledged holds.
 */
public final class FaultsScenario implements Scenario {

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Faults of the database");
		try (FaultsRun run = FaultsRun.start(options, report)) {
			for (int round = 1; round <= options.faults(); round++) {
				for (Fault fault : run.faults()) {
					run.suffer(fault);
					System.err.printf("%s: %d of %d%n", fault.name(), round, options.faults());
				}
			}
			run.finish(report);
		}
		return report;
	}

}
