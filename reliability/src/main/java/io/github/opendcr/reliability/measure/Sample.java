package io.github.opendcr.reliability.measure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Times of requests, all of them, so that a percentile is none of percentiles.
 */
public final class Sample {

	/** The names of the columns of {@link #toCells}. */
	public static final String COLUMNS = "p50, ms | p95, ms | p99, ms | max, ms";

	private final int[] sorted;

	private Sample(IntStream microseconds) {
		this.sorted = microseconds.sorted().toArray();
	}

	static Sample of(List<Integer> microseconds) {
		return new Sample(microseconds.stream().mapToInt(Integer::intValue));
	}

	/**
	 * Return all times of some samples as one.
	 */
	public static Sample merge(Collection<Sample> samples) {
		return new Sample(samples.stream().flatMapToInt((sample) -> IntStream.of(sample.sorted)));
	}

	public int number() {
		return this.sorted.length;
	}

	/**
	 * Return the time below which so many of a hundred requests were, in milliseconds.
	 */
	public double percentile(int percent) {
		if (this.sorted.length == 0) {
			return Double.NaN;
		}
		return this.sorted[(int) ((this.sorted.length - 1) * (long) percent / 100)] / 1000.0;
	}

	/**
	 * Return percentiles and maximum as cells of a table.
	 */
	public String toCells(String separator) {
		return String.join(separator,
				Stream.of(50, 95, 99, 100).map((percent) -> rounded(percentile(percent))).toList());
	}

	private static String rounded(double milliseconds) {
		return String.format(Locale.ROOT, "%.1f", milliseconds);
	}

}
