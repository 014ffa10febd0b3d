package io.github.opendcr.reliability.faults;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;

/**
 * What whoever asks may rely on while something is wrong with the database.
 *
 * @param answers what is answered
 * @param silent what isn't
 * @param inTime when it is answered
 * @param health what the node says of itself
 * @param felt whether anything is wrong for them at all
 * @param recovers when it is good again
 * @param left what is left
 */
record FaultPromises(Promise answers, Promise silent, Promise inTime, Promise health, Promise felt, Promise recovers,
		Promise left) {

	static FaultPromises of(Report report, long seconds) {
		return new FaultPromises(report
			.promise("While the database is gone, cut off, silent, garbled, read-only, locked, "
					+ "full or out of connections, every endpoint answers 503 with `Retry-After`, or does what it should; one "
					+ "that only reads goes on if the database can be read"),
				report.promise("No answer says anything of the inside"),
				report.promise("Each answer comes within " + seconds + " s, with the time-outs of docs/database.md"),
				report.promise("The health `dcr` is `DOWN` while nothing can be read or written, and `UP` otherwise"),
				report.promise("While something is wrong, somebody who registers is told so"),
				report.promise("The application serves by itself within " + seconds + " s, without a restart"),
				report.promise("No thread and no connection of the pool is left busy"));
	}

}
