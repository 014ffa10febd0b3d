package io.github.opendcr.reliability.races;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.opendcr.reliability.Options;
import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.Scenario;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.ledger.Halves;
import io.github.opendcr.reliability.server.DocumentHost;
import io.github.opendcr.reliability.server.Postgres;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * What can be won once is won once at two nodes over one PostgreSQL, to which requests
 * come in turn.
 */
public final class RacesScenario implements Scenario {

	private static final String DATABASE = "races";

	private static List<Race> races() {
		return List.of(new UpdateRace(), new SecretRace(), new InitialAccessTokenRace(), new QuotaRace(),
				new DeletionRace(), new ApprovalRace(), new CodeRace(), new DocumentRace(), new IdempotencyRace());
	}

	@Override
	public Report run(Options options) throws Exception {
		Report report = new Report("Races at two nodes");
		try (Postgres postgres = Postgres.start(); DocumentHost documents = DocumentHost.start()) {
			postgres.create(DATABASE);
			List<String> properties = new ArrayList<>(documents.properties());
			properties.add("--dcr.quota.initial-access-token=" + QuotaRace.PLACES);
			try (SampleNode one = SampleNode.start(postgres.port(), DATABASE, properties);
					SampleNode other = SampleNode.start(postgres.port(), DATABASE, properties);
					Field field = new Field(List.of(new Api(one.uri()), new Api(other.uri())), documents,
							report.promise("No answer is a 5xx"))) {
				for (Race race : races()) {
					run(race, field, options.tries(), report);
				}
				Promise whole = report
					.promise("Both halves of each client are there, and no grant of one that is gone");
				new Halves(postgres, DATABASE).check(whole);
				report.fact("winners at either node", field.wins());
			}
		}
		return report;
	}

	private static void run(Race race, Field field, int tries, Report report) throws Exception {
		Promise promise = report.promise(race.promise());
		long start = System.nanoTime();
		for (int i = 0; i < tries; i++) {
			String breach = race.attempt(field);
			promise.check(breach.isEmpty(), () -> breach);
		}
		System.err.printf("%s: %d tries in %d s%n", race.getClass().getSimpleName(), tries,
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
	}

}
