package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.util.List;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.ledger.Halves;
import io.github.opendcr.reliability.server.AuthorizationIndexes;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * What can be won once is won once at two nodes over one PostgreSQL, to which requests
 * come in turn.
 */
public final class RacesScenario implements Scenario {

	private static final String DATABASE = "races";

	/** So many tries are worth a compiler that takes its time. */
	private static final int MANY = 1000;

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Races at two nodes");
		try (Postgres postgres = Postgres.start(); DocumentHost documents = DocumentHost.start()) {
			postgres.create(DATABASE);
			List<String> properties = Races.properties(documents);
			boolean many = options.tries() >= MANY;
			try (SampleNode one = start(many, postgres.port(), properties);
					SampleNode other = start(many, postgres.port(), properties);
					Races races = new Races(List.of(one.uri(), other.uri()), documents, report,
							report.promise("No answer is a 5xx"), false, options.fields())) {
				AuthorizationIndexes.create(postgres, DATABASE);
				races.run(options.tries());
				new Halves(postgres.tables(DATABASE))
					.check(report.promise("Both halves of each client are there, and no grant of one that is gone"));
			}
		}
		return report;
	}

	private static SampleNode start(boolean warm, int databasePort, List<String> properties)
			throws IOException, InterruptedException {
		return warm ? SampleNode.startWarm(databasePort, DATABASE, properties)
				: SampleNode.start(databasePort, DATABASE, properties);
	}

}
