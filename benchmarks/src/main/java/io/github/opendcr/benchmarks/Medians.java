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
 * @param errors unexpected answers in those that count
 */
record Medians(List<Measurement> used, int leftOut, int errors) {

	static Medians of(List<Measurement> runs, double maxForeign) {
		List<Measurement> used = runs.stream().filter((run) -> run.foreign() <= maxForeign).toList();
		return new Medians(used, runs.size() - used.size(), used.stream().mapToInt(Measurement::errors).sum());
	}

	double rate() {
		return median(Measurement::rate);
	}

	double p50() {
		return median(Measurement::p50);
	}

	double p99() {
		return median(Measurement::p99);
	}

	double cpu() {
		return median(Measurement::cpu);
	}

	String row(String what) {
		if (this.used.isEmpty()) {
			return "| %s | – | – | – | – | – | 0 (%d left out) | |%n".formatted(what, this.leftOut);
		}
		return String.format(Locale.ROOT, "| %s | %.0f | %.0f–%.0f | %.2f | %.2f | %.3f + %.3f | %d%s | %d |%n", what,
				rate(), lowestRate(), highestRate(), p50(), p99(), median(Measurement::serverCpu),
				median(Measurement::databaseCpu), this.used.size(),
				(this.leftOut > 0) ? " (" + this.leftOut + " left out)" : "", this.errors);
	}

	private double lowestRate() {
		return this.used.stream().mapToDouble(Measurement::rate).min().orElse(Double.NaN);
	}

	private double highestRate() {
		return this.used.stream().mapToDouble(Measurement::rate).max().orElse(Double.NaN);
	}

	double median(ToDoubleFunction<Measurement> value) {
		return median(this.used.stream().mapToDouble(value).toArray());
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
