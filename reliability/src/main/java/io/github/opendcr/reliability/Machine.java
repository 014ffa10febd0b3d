package io.github.opendcr.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The machine that everything runs on.
 */
final class Machine {

	private Machine() {
	}

	static String describe() throws IOException {
		return String.format(Locale.ROOT, "%s, %d cores, %.0f GiB; Linux %s; Java %s; %s%n",
				value("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				Long.parseLong(value("/proc/meminfo", "MemTotal").split(" ")[0]) / 1024.0 / 1024,
				System.getProperty("os.version"), Runtime.version(), LocalDate.now());
	}

	private static String value(String file, String key) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of(file))) {
			return lines.filter((line) -> line.startsWith(key))
				.findFirst()
				.map((line) -> line.substring(key.length()).replaceFirst("^[\\s:]+", ""))
				.orElse("unknown");
		}
	}

}
