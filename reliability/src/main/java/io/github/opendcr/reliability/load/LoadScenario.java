package io.github.opendcr.reliability.load;

import java.time.Duration;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.ledger.Promises;

/**
 * All that clients do, as fast as the machine can, for a long time and with many clients
 * there: nothing fails, and neither heap nor times grow. What goes on beside requests
 * goes on: the reaper, the search index, statistics, a scrape for each row.
 */
public final class LoadScenario implements Scenario {

	private static final int FEWEST_ROWS = 3;

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Load");
		Promises promises = Promises.underLoad(report);
		Promise heap = report.promise("The heap after a collection doesn't grow");
		// A smoke test is no minute long
		Duration row = (options.minutes() > 0) ? Duration.ofMinutes(1) : Duration.ofSeconds(2L * options.seconds());
		int rows = Math.max(options.minutes(), FEWEST_ROWS);
		try (LoadRun run = LoadRun.start(options, promises)) {
			run.warmUp(row.multipliedBy(Math.max(1, rows / 10)));
			for (int number = 1; number <= rows; number++) {
				System.err.print(run.measure(number, row).toMarkdown());
			}
			run.finish(report, heap);
		}
		return report;
	}

}
