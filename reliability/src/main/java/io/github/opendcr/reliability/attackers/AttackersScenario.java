package io.github.opendcr.reliability.attackers;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;

/**
 * Connections that send nothing, little at a time, or too much: others are served all the
 * while, and what the attackers took comes back.
 */
public final class AttackersScenario implements Scenario {

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Attackers");
		try (AttackersRun run = AttackersRun.start(options, report)) {
			run.attack();
			run.finish();
		}
		return report;
	}

}
