package io.github.opendcr.fuzz;

import java.time.Duration;

import org.junit.jupiter.api.function.Executable;

/**
 * How long an input may take: no more than grows with the square of its size. It is
 * looked at while the fuzzer looks for inputs alone, since a test must not depend on how
 * busy a machine is; and thrice, since a fuzzer's machine is busy, too.
 */
public final class Effort {

	private static final boolean FUZZING = System.getenv("JAZZER_FUZZ") != null;

	private static final long BASE = Duration.ofSeconds(5).toNanos();

	private static final int TRIES = 3;

	private Effort() {
	}

	/**
	 * Whether the fuzzer looks for inputs, in place of the known ones being tried.
	 */
	static boolean isFuzzing() {
		return FUZZING;
	}

	/**
	 * Work, and demand that it is done in time.
	 * @param size how long the input is
	 * @param work what is done, which may be done again
	 */
	public static void bounded(int size, Executable work) {
		long took = Long.MAX_VALUE;
		for (int i = 0; i < TRIES && took > BASE + (long) size * size; i++) {
			long start = System.nanoTime();
			run(work);
			took = FUZZING ? System.nanoTime() - start : 0;
		}
		if (took > BASE + (long) size * size) {
			throw new AssertionError("An input of " + size + " bytes takes " + Duration.ofNanos(took));
		}
	}

	private static void run(Executable work) {
		try {
			work.execute();
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
