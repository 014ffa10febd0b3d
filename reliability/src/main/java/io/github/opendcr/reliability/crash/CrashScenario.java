package io.github.opendcr.reliability.crash;

import java.io.IOException;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.ledger.Promises;

/**
 * The application is killed at random under load, then its database: what was
 * acknowledged holds, and what was under way happened wholly or not at all.
 */
public final class CrashScenario implements Scenario {

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Crash");
		try (CrashRun run = CrashRun.start(options, Promises.of(report))) {
			for (int kill = 1; kill <= options.kills(); kill++) {
				run.killApplication();
				progress("application", kill, options);
			}
			for (int kill = 1; kill <= options.kills(); kill++) {
				run.killDatabase();
				progress("database", kill, options);
			}
			run.finish(report);
		}
		return report;
	}

	private static void progress(String what, int kill, Options options) throws IOException {
		System.err.println("Killed the " + what + " " + kill + " of " + options.kills() + " times");
	}

}
