package io.github.opendcr.reliability.channels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.opendcr.reliability.client.Answer;

/**
 * One reason to be refused, with the bytes and the times of its answers.
 */
final class Case {

	private static final Set<String> OF_THE_CONNECTION = Set.of("date", "connection", "keep-alive");

	private final String name;

	private final Request request;

	private final long[] times;

	private int samples;

	private String bytes = "";

	Case(String name, int samples, Request request) {
		this.name = name;
		this.request = request;
		this.times = new long[samples];
	}

	/**
	 * Ask without looking at the time.
	 */
	void warmUp(int number) throws IOException {
		this.bytes = bytes(this.request.send(number));
	}

	/**
	 * Ask, and note how long the answer took.
	 */
	void sample(int number) throws IOException {
		long start = System.nanoTime();
		Answer answer = this.request.send(number);
		this.times[this.samples++] = System.nanoTime() - start;
		String seen = bytes(answer);
		if (!seen.equals(this.bytes)) {
			throw new IOException("Not even one case is answered the same: " + this.bytes + " and " + seen);
		}
	}

	String name() {
		return this.name;
	}

	/**
	 * Return all that the answers say, but for the date and how long the connection
	 * lasts.
	 */
	String bytes() {
		return this.bytes;
	}

	private static String bytes(Answer answer) {
		Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
		headers.keySet().removeIf((name) -> OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)));
		return answer.status() + " " + headers + " " + answer.body();
	}

	/**
	 * Return a quantile of the times, in microseconds.
	 */
	long microseconds(double quantile) {
		long[] sorted = this.times.clone();
		Arrays.sort(sorted);
		return sorted[(int) (quantile * (sorted.length - 1))] / 1000;
	}

	/**
	 * Compare the times with others (Mann, Whitney).
	 * @return how probably an answer of this case takes longer than one of the other, 0.5
	 * if nobody could tell them apart
	 */
	double superiority(Case other) {
		List<long[]> all = new ArrayList<>();
		Arrays.stream(this.times).forEach((time) -> all.add(new long[] { time, 1 }));
		Arrays.stream(other.times).forEach((time) -> all.add(new long[] { time, 0 }));
		all.sort((one, two) -> Long.compare(one[0], two[0]));
		double ranks = 0;
		for (int from = 0, to; from < all.size(); from = to) {
			to = from;
			while (to < all.size() && all.get(to)[0] == all.get(from)[0]) {
				to++;
			}
			double rank = (from + 1 + to) / 2.0; // of all that are equal
			for (int i = from; i < to; i++) {
				ranks += all.get(i)[1] * rank;
			}
		}
		double n = this.times.length;
		return (ranks - n * (n + 1) / 2) / (n * other.times.length);
	}

	/**
	 * Return how many standard errors {@link #superiority} is from 0.5.
	 */
	double standardErrors(Case other) {
		double n = this.times.length;
		double m = other.times.length;
		return (superiority(other) - 0.5) / Math.sqrt((n + m + 1) / (12 * n * m));
	}

	/**
	 * The request of a case.
	 */
	@FunctionalInterface
	interface Request {

		Answer send(int number) throws IOException;

	}

}
