package io.github.opendcr.reliability.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.opendcr.reliability.Promise;
import io.github.opendcr.reliability.Report;
import io.github.opendcr.reliability.measure.Sample;

/**
 * The last third of a run beside its first third. The heap after a collection hardly
 * varies, so that its growth breaks a promise; times do on any machine, so that theirs is
 * only called missed.
 */
final class Trend {

	private static final double MOST_HEAP = 1.1;

	/** In MiB: what is bounded and not yet full when a run begins. */
	private static final int FILLED = 16;

	/** In MiB: what a run fills of that with few requests. */
	private static final int FILLED_AT_ONCE = 4;

	/** In KiB: what each request fills more of that, as long as it isn't full. */
	private static final int FILLED_BY_EACH = 8;

	private static final double MOST_TIME = 1.25;

	private static final List<Integer> PERCENTS = List.of(50, 95, 99);

	private final List<Row> first;

	private final List<Row> last;

	/** In MiB, the median of the first and of the last third of what was read. */
	private final int heapBefore;

	private final int heapAfter;

	/** Those between both. */
	private final int requests;

	/**
	 * Create it.
	 * @param heapBefore the heap before the first row, in MiB
	 * @param rows at least three
	 */
	Trend(int heapBefore, List<Row> rows) {
		int third = rows.size() / 3;
		this.first = rows.subList(0, third);
		this.last = rows.subList(rows.size() - third, rows.size());
		List<Integer> heaps = new ArrayList<>(List.of(heapBefore));
		rows.forEach((row) -> heaps.add(row.held().heap()));
		int some = heaps.size() / 3;
		this.heapBefore = median(heaps.subList(0, some));
		this.heapAfter = median(heaps.subList(heaps.size() - some, heaps.size()));
		this.requests = rows.subList(some / 2, rows.size() - some + some / 2 + 1)
			.stream()
			.mapToInt(Row::requests)
			.sum();
	}

	void checkHeap(Promise promise) {
		double most = Math.min(this.heapBefore * MOST_HEAP + FILLED,
				this.heapBefore + FILLED_AT_ONCE + FILLED_BY_EACH * this.requests / 1024.0);
		promise.check(this.heapAfter <= most, () -> heaps() + ", with " + this.requests + " requests between");
	}

	private String heaps() {
		return this.heapBefore + " MiB in the first third, " + this.heapAfter + " MiB in the last one";
	}

	void tell(Report report) {
		report.fact("heap after a collection, median of the first and of the last third, MiB",
				this.heapBefore + ", " + this.heapAfter);
		report.fact("requests between both", this.requests);
		StringBuilder table = new StringBuilder(
				"| | requests | p50, ms | p95, ms | p99, ms | |\n" + "| --- | --: | --: | --: | --: | --- |\n");
		kinds().forEach((kind) -> table.append(line(kind, (row) -> sample(row, kind))));
		table.append(line("all", (row) -> Sample.merge(row.kinds().values())));
		report.add("First third → last third (missed: more than " + MOST_TIME + " times as long):\n\n" + table);
	}

	private TreeSet<String> kinds() {
		return Stream.concat(this.first.stream(), this.last.stream())
			.flatMap((row) -> row.kinds().keySet().stream())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Sample sample(Row row, String kind) {
		return row.kinds().getOrDefault(kind, Sample.merge(List.of()));
	}

	private String line(String kind, Function<Row, Sample> sample) {
		Sample before = Sample.merge(this.first.stream().map(sample).toList());
		Sample after = Sample.merge(this.last.stream().map(sample).toList());
		String cells = PERCENTS.stream()
			.map((percent) -> String.format(Locale.ROOT, "%.1f → %.1f", before.percentile(percent),
					after.percentile(percent)))
			.collect(Collectors.joining(" | "));
		// not "<=", for there is none of what nobody asked for
		boolean flat = PERCENTS.stream()
			.noneMatch((percent) -> after.percentile(percent) > MOST_TIME * before.percentile(percent));
		return "| " + kind + " | " + before.number() + " → " + after.number() + " | " + cells + " | "
				+ (flat ? "" : "missed") + " |\n";
	}

	private static int median(List<Integer> values) {
		List<Integer> sorted = values.stream().sorted().toList();
		return sorted.get(sorted.size() / 2);
	}

}
