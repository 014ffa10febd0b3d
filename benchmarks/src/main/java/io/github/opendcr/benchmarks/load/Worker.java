package io.github.opendcr.benchmarks.load;

import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * One connection's closed loop: the next operation begins when the last one has ended.
 */
final class Worker extends Thread {

	private final Operations operations;

	private final Clock clock;

	private long[] nanos = new long[1 << 14];

	private int recorded;

	private int errors;

	private @Nullable String firstError;

	Worker(Operations operations, Clock clock) {
		this.operations = operations;
		this.clock = clock;
	}

	@Override
	public void run() {
		while (this.clock.next()) {
			boolean recording = this.clock.isRecording();
			long start = System.nanoTime();
			boolean success = perform();
			// What began before or ended after the measured time isn't of it
			if (success && recording && this.clock.isRecording()) {
				record(System.nanoTime() - start);
			}
		}
	}

	private boolean perform() {
		try {
			this.operations.perform();
			return true;
		}
		catch (IOException | RuntimeException ex) {
			this.errors++;
			this.firstError = (this.firstError != null) ? this.firstError : ex.toString();
			closeConnection();
			return false;
		}
	}

	private void closeConnection() {
		try {
			this.operations.close();
		}
		catch (IOException ex) {
			// The next operation opens another
		}
	}

	private void record(long duration) {
		if (this.recorded == this.nanos.length) {
			this.nanos = Arrays.copyOf(this.nanos, this.recorded * 2);
		}
		this.nanos[this.recorded++] = duration;
	}

	long[] nanos() {
		return Arrays.copyOf(this.nanos, this.recorded);
	}

	int errors() {
		return this.errors;
	}

	@Nullable String firstError() {
		return this.firstError;
	}

}
