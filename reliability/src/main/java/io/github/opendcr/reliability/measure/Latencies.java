package io.github.opendcr.reliability.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long requests of each kind have taken since somebody asked. For many threads.
 */
public final class Latencies {

	private Map<String, List<Integer>> microseconds = new TreeMap<>();

	public synchronized void add(String kind, long nanoseconds) {
		this.microseconds.computeIfAbsent(kind, (key) -> new ArrayList<>())
			.add((int) Math.min(nanoseconds / 1000, Integer.MAX_VALUE));
	}

	/**
	 * Return what was added since this was called last.
	 */
	public Map<String, Sample> drain() {
		Map<String, List<Integer>> drained;
		synchronized (this) {
			drained = this.microseconds;
			this.microseconds = new TreeMap<>();
		}
		Map<String, Sample> samples = new TreeMap<>();
		drained.forEach((kind, values) -> samples.put(kind, Sample.of(values)));
		return samples;
	}

}
