package io.github.opendcr.reliability.races;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.DocumentHost;

/**
 * All races, at nodes that have one database, whatever database it is.
 */
public final class Races implements AutoCloseable {

	private final List<Field> fields;

	private final ExecutorService threads;

	private final Report report;

	/**
	 * Create them.
	 * @param nodes to which requests come in turn
	 * @param documents the host of documents
	 * @param report what is told of them
	 * @param served whether they are answered
	 * @param comesAgain whether a client that is answered 503 with {@code Retry-After}
	 * comes again
	 * @param fields how many tries there are at the same time, none of which concerns
	 * another
	 */
	public Races(List<URI> nodes, DocumentHost documents, Report report, Promise served, boolean comesAgain,
			int fields) {
		this.fields = IntStream.range(0, fields)
			.mapToObj((number) -> new Field("race-" + number + "-", nodes.stream().map(Api::new).toList(), documents,
					served, comesAgain))
			.toList();
		this.threads = Executors.newFixedThreadPool(fields);
		this.report = report;
	}

	private static List<Supplier<Race>> all() {
		return List.of(UpdateRace::new, SecretRace::new, InitialAccessTokenRace::new, QuotaRace::new, DeletionRace::new,
				ApprovalRace::new, CodeRace::new, DocumentRace::new, IdempotencyRace::new);
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
		for (Supplier<Race> race : all()) {
			Race first = race.get();
			Promise promise = this.report.promise(first.promise());
			long start = System.nanoTime();
			run(race, promise, tries);
			System.err.printf("%s: %d tries in %d s%n", first.getClass().getSimpleName(), tries,
					TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		}
		this.report.fact("winners at each node", Field.wins(this.fields));
	}

	private void run(Supplier<Race> race, Promise promise, int tries) throws IOException {
		AtomicInteger left = new AtomicInteger(tries);
		List<Future<Void>> running = new ArrayList<>();
		for (Field field : this.fields) {
			running.add(this.threads.submit(() -> run(race.get(), field, promise, left)));
		}
		for (Future<Void> one : running) {
			Field.get(one);
		}
	}

	private static Void run(Race race, Field field, Promise promise, AtomicInteger left) throws IOException {
		while (left.getAndDecrement() > 0) {
			String breach = race.attempt(field);
			promise.check(breach.isEmpty(), () -> breach);
			field.turn();
		}
		return null;
	}

	/**
	 * Return how often a client came again.
	 */
	public int again() {
		return this.fields.stream().mapToInt(Field::again).sum();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.fields.forEach(Field::close);
	}

}
