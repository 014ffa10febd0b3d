package io.github.opendcr.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.opendcr.benchmarks.load.Measurement;

/**
 * What several runs of the same thing showed. Runs during which other processes took much
 * of the machine are left out.
 *
 * @param used the runs that count
 * @param leftOut how many don't
 */
record Medians(List<Run> used, int leftOut) {

	static Medians of(List<Run> runs, double maxForeign) {
		List<Run> used = runs.stream().filter((run) -> run.measurement().foreign() <= maxForeign).toList();
		return new Medians(used, runs.size() - used.size());
	}

	/**
	 * Return the median, not a number if no run counts.
	 */
	double of(ToDoubleFunction<Measurement> value) {
		return median(values(value));
	}

	/**
	 * Return the ratios to the same of other runs, round by round, from the lowest to the
	 * highest. Within a round, the machine was the same to both.
	 */
	double[] ratios(Medians others, ToDoubleFunction<Measurement> value) {
		return this.used.stream()
			.flatMapToDouble((run) -> others.used.stream()
				.filter((other) -> other.round() == run.round())
				.mapToDouble(
						(other) -> value.applyAsDouble(run.measurement()) / value.applyAsDouble(other.measurement())))
			.sorted()
			.toArray();
	}

	/**
	 * Return the unexpected answers in all runs that count.
	 */
	int errors() {
		return this.used.stream().mapToInt((run) -> run.measurement().errors()).sum();
	}

	String row(String what) {
		if (this.used.isEmpty()) {
			return "| %s | – | – | – | – | – | 0 (%d left out) | |%n".formatted(what, this.leftOut);
		}
		double[] rates = values(Measurement::rate);
		Arrays.sort(rates);
		return String.format(Locale.ROOT, "| %s | %.0f | %.0f–%.0f | %.2f | %.2f | %.3f + %.3f | %d%s | %d |%n", what,
				of(Measurement::rate), rates[0], rates[rates.length - 1], of(Measurement::p50), of(Measurement::p99),
				of(Measurement::serverCpu), of(Measurement::databaseCpu), rates.length,
				(this.leftOut > 0) ? " (" + this.leftOut + " left out)" : "", errors());
	}

	private double[] values(ToDoubleFunction<Measurement> value) {
		return this.used.stream().map(Run::measurement).mapToDouble(value).toArray();
	}

	static double median(double... values) {
		if (values.length == 0) {
			return Double.NaN;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
