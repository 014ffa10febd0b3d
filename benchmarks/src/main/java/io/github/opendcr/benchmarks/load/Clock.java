package io.github.opendcr.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the workers when to go on and when to record.
 */
final class Clock {

	private final AtomicLong left;

	private volatile boolean recording;

	private volatile boolean stopped;

	Clock(long count) {
		this.left = new AtomicLong((count > 0) ? count : Long.MAX_VALUE);
	}

	boolean next() {
		return !this.stopped && this.left.getAndDecrement() > 0;
	}

	boolean isRecording() {
		return this.recording;
	}

	boolean isDone() {
		return this.left.get() <= 0;
	}

	void record(boolean recording) {
		this.recording = recording;
	}

	void stop() {
		this.stopped = true;
	}

}
