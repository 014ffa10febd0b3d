package io.github.opendcr.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.opendcr.benchmarks.load.LoadOptions;
import io.github.opendcr.benchmarks.load.Measurement;
import io.github.opendcr.benchmarks.load.Scenario;
import io.github.opendcr.benchmarks.peer.Documents;
import io.github.opendcr.benchmarks.peer.Peer;

/**
 * Runs the load generator and keeps what it measured, also as lines of JSON in a file.
 */
final class Runs {

	private final Options options;

	private final ResultFile file;

	private final Documents documents = Documents.create();

	private final LoadGenerator generator = new LoadGenerator(this.documents);

	private final List<Run> runs = new ArrayList<>();

	private final StringBuilder warmth = new StringBuilder();

	Runs(String benchmark, Options options) {
		this.options = options;
		this.file = new ResultFile(benchmark);
	}

	/**
	 * Put load on a peer, one window after another, until two of them in a row were no
	 * more than 3 % faster than the best before: until the server is compiled.
	 */
	void warm(Peer peer, Scenario scenario) {
		double best = 0;
		double rate = 0;
		double seconds = 0;
		int level = 0;
		while (level < 2 && seconds < this.options.compileSeconds()) {
			peer.reset();
			Measurement measurement = load(peer.load(scenario, this.options.connections(), 0, this.options.window()));
			seconds += this.options.window();
			rate = measurement.rate();
			log("warming %s, %s: %.0f/s%s", peer.name(), scenario, rate, errors(measurement));
			level = (rate > best * 1.03) ? 0 : level + 1;
			best = Math.max(best, rate);
		}
		this.warmth.append(String.format(Locale.ROOT, "| %s, %s | %.0f | %.0f | %.0f | %s |%n", scenario, peer.name(),
				seconds, best, rate, (level < 2) ? "**still rising**" : "level"));
	}

	/**
	 * Return how warm the servers were when they were measured.
	 */
	String warmth() {
		return """
				| warmed up by | seconds | best window, operations/s | last window | |
				| --- | --- | --- | --- | --- |
				""" + this.warmth;
	}

	/**
	 * Measure a peer with an empty store.
	 */
	void measure(int round, Peer peer, Scenario scenario) {
		peer.reset();
		measure(round, peer.name(),
				peer.load(scenario, this.options.connections(), this.options.warmUp(), this.options.seconds()));
	}

	Measurement measure(int round, String name, LoadOptions load) {
		Machine.awaitCalm(this.options.calm());
		Measurement measurement = load(load);
		Run run = new Run(round, name, measurement);
		this.runs.add(run);
		this.file.append(run);
		log("%d %-16s %-22s %8.1f/s  p50 %6.2f  p99 %6.2f ms  CPU %.3f ms  foreign %.0f %%%s", round, name,
				measurement.scenario(), measurement.rate(), measurement.p50(), measurement.p99(), measurement.cpu(),
				measurement.foreign(), errors(measurement));
		return measurement;
	}

	Medians medians(String name, Scenario scenario) {
		return Medians.of(this.runs.stream()
			.filter((run) -> run.peer().equals(name) && run.measurement().scenario().equals(scenario.toString()))
			.toList(), this.options.maxForeign());
	}

	Documents documents() {
		return this.documents;
	}

	/**
	 * Compare two peers.
	 * @param value what is compared
	 * @param format of one value
	 */
	Target compare(String work, double bound, boolean atLeast, Scenario scenario, String name, String other,
			ToDoubleFunction<Measurement> value, String format) {
		return compare(work, bound, atLeast, medians(name, scenario), medians(other, scenario), value, format);
	}

	/**
	 * Compare the rates of two scenarios at one peer.
	 */
	Target compareRates(String work, double bound, String name, Scenario scenario, Scenario other) {
		return compare(work, bound, true, medians(name, scenario), medians(name, other), Measurement::rate, "%.0f/s");
	}

	private static Target compare(String work, double bound, boolean atLeast, Medians ours, Medians theirs,
			ToDoubleFunction<Measurement> value, String format) {
		double[] ratios = ours.ratios(theirs, value);
		String details = (ratios.length == 0) ? ""
				: String.format(Locale.ROOT, format + " : " + format + "; %.2f–%.2f × in %d rounds", ours.of(value),
						theirs.of(value), ratios[0], ratios[ratios.length - 1], ratios.length);
		return new Target(work, bound, atLeast, "×", Medians.median(ratios),
				details + ((ours.errors() + theirs.errors() > 0) ? "; with errors" : ""));
	}

	/**
	 * Return the medians of all that was measured.
	 */
	String table() {
		StringBuilder table = new StringBuilder(
				"""
						| medians | operations/s | lowest–highest | p50 ms | p99 ms | CPU ms, server + database | rounds | errors |
						| --- | --- | --- | --- | --- | --- | --- | --- |
						""");
		this.runs.stream()
			.map((run) -> List.of(run.measurement().scenario(), run.peer()))
			.distinct()
			.forEach((of) -> table.append(medians(of.get(1), Scenario.of(of.get(0))).row(String.join(", ", of))));
		return table + "\n" + this.file;
	}

	Measurement load(LoadOptions load) {
		return this.generator.load(load);
	}

	private static String errors(Measurement measurement) {
		return (measurement.errors() > 0) ? "  " + measurement.errors() + " errors: " + measurement.firstError() : "";
	}

	static void log(String format, Object... arguments) {
		System.err.printf(Locale.ROOT, format + "%n", arguments);
	}

}
