package io.github.opendcr.reliability.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.opendcr.reliability.client.Answer;
import io.github.opendcr.reliability.client.Api;
import io.github.opendcr.reliability.server.SampleNode;

/**
 * What a node holds: read where it tells of it, and where the system does.
 */
public final class Gauges {

	// What is left right after a collection that was asked for, whatever is allocated
	// meanwhile
	private static final Pattern COLLECTED = Pattern
		.compile("Pause Full \\(Diagnostic Command\\) \\d+M->(\\d+)M\\(\\d+M\\) ([\\d.]+)ms");

	private final SampleNode node;

	private final Api api;

	public Gauges(SampleNode node) {
		this.node = node;
		this.api = new Api(node.uri());
	}

	/**
	 * Have the node collect its garbage, and read everything.
	 */
	public Reading read() throws IOException, InterruptedException {
		String metrics = metrics();
		return new Reading(collect(), number(metrics, "jvm_threads_live_threads"),
				number(metrics, "hikaricp_connections"), openFiles());
	}

	/**
	 * Return the heap after a collection, in MiB.
	 */
	private int collect() throws IOException, InterruptedException {
		this.node.command("GC.run");
		List<Integer> left = Files.readAllLines(this.node.collections())
			.stream()
			.map(COLLECTED::matcher)
			.filter(Matcher::find)
			.map((line) -> Integer.valueOf(line.group(1)))
			.toList();
		if (left.isEmpty()) {
			throw new IOException("No collection in " + this.node.collections());
		}
		return left.get(left.size() - 1);
	}

	/**
	 * Return files, sockets among them, that the node has open.
	 */
	public int openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(this.node.pid()), "fd"))) {
			return (int) files.count();
		}
	}

	/**
	 * Return the sum of all values of a metric, in Prometheus's notation.
	 */
	public long number(String name) throws IOException {
		return number(metrics(), name);
	}

	private String metrics() throws IOException {
		Answer answer = this.api.metrics();
		if (!answer.is(200)) {
			throw new IOException("No metrics: " + answer);
		}
		return answer.body();
	}

	private static long number(String metrics, String name) {
		return Math.round(Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)", Pattern.MULTILINE)
			.matcher(metrics)
			.results()
			.mapToDouble((result) -> Double.parseDouble(result.group(1)))
			.sum());
	}

	/**
	 * What a node holds.
	 *
	 * @param heap what was left of the heap by a collection, in MiB
	 * @param threads its live threads
	 * @param connections connections of its pool
	 * @param files its open files, sockets among them
	 */
	public record Reading(int heap, long threads, long connections, int files) {
	}

}
