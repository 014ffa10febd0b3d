package io.github.opendcr.reliability.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.opendcr.reliability.measure.Gauges;
import io.github.opendcr.reliability.measure.Sample;

/**
 * What happened in one part of the run, such as a minute.
 *
 * @param number which one
 * @param time how long it was
 * @param kinds how long the requests took, by what they asked for
 * @param errors requests that had no answer or a wrong one
 * @param held what the node held at its end
 */
record Row(int number, Duration time, Map<String, Sample> kinds, long errors, Gauges.Reading held) {

	static final String TITLE = "| | requests/s | " + Sample.COLUMNS
			+ " | heap after a collection, MiB | threads | connections | errors |\n"
			+ "| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n";

	static final String CSV_TITLE = "row,kind,requests/s,p50 ms,p95 ms,p99 ms,max ms,heap MiB,errors\n";

	private static final String ALL = "all";

	/**
	 * Return how many requests there were.
	 */
	int requests() {
		return this.kinds.values().stream().mapToInt(Sample::number).sum();
	}

	String toMarkdown() {
		Sample all = Sample.merge(this.kinds.values());
		return "| " + String.join(" | ", String.valueOf(this.number), rate(all), all.toCells(" | "),
				String.valueOf(this.held.heap()), String.valueOf(this.held.threads()),
				String.valueOf(this.held.connections()), String.valueOf(this.errors)) + " |\n";
	}

	/**
	 * Return a line for each kind, and one for all of them.
	 */
	String toCsv() {
		Map<String, Sample> lines = new TreeMap<>(this.kinds);
		lines.put(ALL, Sample.merge(this.kinds.values()));
		StringBuilder csv = new StringBuilder();
		lines
			.forEach(
					(kind, sample) -> csv
						.append(String
							.join(",",
									List.of(String.valueOf(this.number), kind, rate(sample), sample.toCells(","),
											String.valueOf(this.held.heap()), String.valueOf(this.errors))))
						.append('\n'));
		return csv.toString();
	}

	private String rate(Sample sample) {
		return String.format(Locale.ROOT, "%.1f", sample.number() * 1000.0 / this.time.toMillis());
	}

}
