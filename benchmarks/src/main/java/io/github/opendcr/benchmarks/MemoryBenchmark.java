package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.opendcr.benchmarks.load.LoadOptions;
import io.github.opendcr.benchmarks.load.Measurement;
import io.github.opendcr.benchmarks.load.Scenario;
import io.github.opendcr.benchmarks.peer.InMemoryPeer;
import io.github.opendcr.benchmarks.peer.Peer;
import io.github.opendcr.benchmarks.peer.Workspace;

/**
 * The stores in memory: how fast they take in clients when they have many, and the heap
 * that a client takes.
 */
final class MemoryBenchmark {

	private static final int SOME = 30_000;

	private static final int FOR_HEAP = 100_000;

	private final Options options;

	private final Runs runs;

	MemoryBenchmark(Options options) {
		this.options = options;
		this.runs = new Runs("memory", options);
	}

	String run() {
		int heapGiB = 2 + this.options.memoryClients() / 150_000;
		List<Target> targets = new ArrayList<>();
		try (Peer ours = InMemoryPeer.startStarter(heapGiB); Peer spring = InMemoryPeer.startSpring(heapGiB)) {
			this.runs.warm(ours, Scenario.REGISTER_PUBLIC);
			this.runs.warm(spring, Scenario.REGISTER_PUBLIC);
			for (int round = 1; round <= this.options.rounds(); round++) {
				measureWithSome(round, ours);
				measureWithSome(round, spring);
			}
			targets.add(compare(String.format(Locale.ROOT, "register with %,d stored clients, Spring", SOME), 3,
					name(ours, SOME), name(spring, SOME)));
			targets.add(heap(ours, Scenario.REGISTER_CONFIDENTIAL, Math.min(FOR_HEAP, this.options.memoryClients())));
			targets.add(heap(ours, Scenario.REGISTER_PUBLIC, this.options.memoryClients()));
			// They are stored still
			for (int round = 1; round <= this.options.rounds(); round++) {
				this.runs.measure(round, name(ours, this.options.memoryClients()), load(ours));
			}
			targets.add(compare(
					String.format(Locale.ROOT, "register with %,d stored clients against %,d",
							this.options.memoryClients(), SOME),
					0.9, name(ours, this.options.memoryClients()), name(ours, SOME)));
		}
		StringBuilder table = new StringBuilder(Machine.describe("heap of " + heapGiB + " GiB") + "\n" + Target.HEADER);
		targets.forEach((target) -> table.append(target.row()));
		return table + "\n" + this.runs.table();
	}

	private void measureWithSome(int round, Peer peer) {
		peer.reset();
		store(peer, Scenario.REGISTER_PUBLIC, SOME);
		this.runs.measure(round, name(peer, SOME), load(peer));
	}

	private Target heap(Peer peer, Scenario scenario, int clients) {
		peer.reset();
		long before = liveBytes(peer);
		store(peer, scenario, clients);
		double bytes = (liveBytes(peer) - before) / (double) clients;
		return new Target("heap of a stored client, " + scenario, 4, false, "KiB", bytes / 1024,
				String.format(Locale.ROOT, "%.0f bytes, of %,d clients", bytes, clients));
	}

	private void store(Peer peer, Scenario scenario, int clients) {
		Runs.log("%s: storing %d clients", peer.name(), clients);
		Measurement stored = this.runs.load(load(peer, scenario).withCount(clients));
		if (stored.operations() != clients) {
			throw new IllegalStateException("Stored " + stored.operations() + ": " + stored.firstError());
		}
	}

	private LoadOptions load(Peer peer) {
		return load(peer, Scenario.REGISTER_PUBLIC);
	}

	private LoadOptions load(Peer peer, Scenario scenario) {
		// Little warm-up: Spring's repository becomes slower with each client
		return peer.load(scenario, this.options.connections(), 1, this.options.seconds());
	}

	private Target compare(String work, double bound, String name, String other) {
		return this.runs.compare(work, bound, true, Scenario.REGISTER_PUBLIC, name, other, Measurement::rate, "%.0f/s");
	}

	private static String name(Peer peer, int clients) {
		return peer.name() + ", " + clients;
	}

	/**
	 * Return the bytes of all objects that live after a full collection.
	 */
	private static long liveBytes(Peer peer) {
		try {
			Process process = new ProcessBuilder(Workspace.javaTool("jcmd"), "" + peer.pid(), "GC.class_histogram")
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			String total = histogram.substring(histogram.lastIndexOf("Total")).trim();
			return Long.parseLong(total.split("\\s+")[2]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
