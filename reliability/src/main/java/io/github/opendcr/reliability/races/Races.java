package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.DocumentHost;

/**
 * All races, at nodes that have one database, whatever database it is.
 */
public final class Races implements AutoCloseable {

	private final Field field;

	private final Report report;

	/**
	 * Create them.
	 * @param nodes to which requests come in turn
	 * @param documents the host of documents
	 * @param report what is told of them
	 * @param served whether they are answered
	 * @param comesAgain whether a client that is answered 503 with {@code Retry-After}
	 * comes again
	 */
	public Races(List<URI> nodes, DocumentHost documents, Report report, Promise served, boolean comesAgain) {
		this.field = new Field(nodes.stream().map(Api::new).toList(), documents, served, comesAgain);
		this.report = report;
	}

	private static List<Race> all() {
		return List.of(new UpdateRace(), new SecretRace(), new InitialAccessTokenRace(), new QuotaRace(),
				new DeletionRace(), new ApprovalRace(), new CodeRace(), new DocumentRace(), new IdempotencyRace());
	}

	/**
	 * Return the properties of the nodes.
	 */
	public static List<String> properties(DocumentHost documents) {
		List<String> properties = new ArrayList<>(documents.properties());
		properties.add("--dcr.quota.initial-access-token=" + QuotaRace.PLACES);
		return properties;
	}

	/**
	 * Let each be run a number of times.
	 */
	public void run(int tries) throws IOException {
		for (Race race : all()) {
			Promise promise = this.report.promise(race.promise());
			long start = System.nanoTime();
			for (int i = 0; i < tries; i++) {
				String breach = race.attempt(this.field);
				promise.check(breach.isEmpty(), () -> breach);
				this.field.turn();
			}
			System.err.printf("%s: %d tries in %d s%n", race.getClass().getSimpleName(), tries,
					TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		}
		this.report.fact("winners at each node", this.field.wins());
	}

	/**
	 * Return how often a client came again.
	 */
	public int again() {
		return this.field.again();
	}

	@Override
	public void close() {
		this.field.close();
	}

}
