package io.github.opendcr.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine that everything runs on.
 */
final class Machine {

	private Machine() {
	}

	static String describe(String database) {
		return String.format(Locale.ROOT, "%s, %d cores, %.0f GiB; Linux %s; Java %s (%s); %s; %s%n",
				value("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				Long.parseLong(value("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024.0 / 1024,
				System.getProperty("os.version"), Runtime.version(), System.getProperty("java.vm.name"), database,
				LocalDate.now());
	}

	/**
	 * Wait until the machine did next to nothing for a second.
	 */
	static void awaitCalm(double atMostSeconds) {
		for (int second = 0; second < atMostSeconds; second++) {
			long before = busyTicks();
			pause(1000);
			if (busyTicks() - before < 12 * Runtime.getRuntime().availableProcessors()) {
				return;
			}
		}
	}

	/**
	 * Return the resident set of a process in MiB.
	 */
	static double resident(long pid) {
		return Long.parseLong(value("/proc/" + pid + "/status", "VmRSS").split(" ")[0]) / 1024.0;
	}

	static void pause(long milliseconds) {
		try {
			TimeUnit.MILLISECONDS.sleep(milliseconds);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static long busyTicks() {
		String[] cpu = value("/proc/stat", "cpu ").split("\\s+");
		// user, nice, system
		return Long.parseLong(cpu[0]) + Long.parseLong(cpu[1]) + Long.parseLong(cpu[2]);
	}

	private static String value(String file, String key) {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(key))
				.findFirst()
				.map((line) -> line.substring(key.length()).replaceFirst("^[\\s:]+", ""))
				.orElse("unknown");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
