package io.github.opendcr.benchmarks;

import java.util.Locale;

/**
 * A bound, and what was measured of it.
 *
 * @param work what is measured
 * @param bound the bound
 * @param atLeast whether it is a lower bound
 * @param unit what follows the number: {@code ×}, {@code ms}
 * @param measured the measured number, not a number if there is none
 * @param details of what it was computed
 */
record Target(String work, double bound, boolean atLeast, String unit, double measured, String details) {

	static final String HEADER = """
			| work | target | measured | | of |
			| --- | --- | --- | --- | --- |
			""";

	String row() {
		boolean known = !Double.isNaN(this.measured);
		return String.format(Locale.ROOT, "| %s | %s %s %s | %s | %s | %s |%n", this.work, this.atLeast ? "≥" : "≤",
				number(this.bound), this.unit, known ? number(this.measured) + " " + this.unit : "–", verdict(),
				known ? this.details : "");
	}

	private String verdict() {
		if (Double.isNaN(this.measured)) {
			return "not measured";
		}
		return (this.atLeast ? (this.measured >= this.bound) : (this.measured <= this.bound)) ? "met" : "**not met**";
	}

	private static String number(double value) {
		boolean whole = Math.abs(value) >= 10 && value == Math.rint(value);
		return String.format(Locale.ROOT, whole ? "%.0f" : (Math.abs(value) < 1) ? "%.3f" : "%.2f", value);
	}

}
