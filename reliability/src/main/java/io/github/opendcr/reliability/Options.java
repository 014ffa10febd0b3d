package io.github.opendcr.reliability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the command line says.
 *
 * @param kills of the application, and as many of its database
 * @param failovers from a primary to its standby
 * @param faults of each kind
 * @param tries of each race
 * @param samples of each case of the side channels
 * @param minutes of load, 0 for a smoke test
 * @param clients that are there before the load
 * @param seconds of each attack
 * @param workers clients at the same time
 * @param seed of what is done at random
 */
public record Options(int kills, int failovers, int faults, int tries, int samples, int minutes, int clients,
		int seconds, int workers, long seed) {

	private static final Map<String, Long> DEFAULTS = Map.of("--kills", 100L, "--failovers", 20L, "--faults", 10L,
			"--tries", 10_000L, "--samples", 5_000L, "--minutes", 30L, "--clients", 1_000_000L, "--seconds", 15L,
			"--workers", 8L, "--seed", 1L);

	private static final Map<String, Long> QUICK = Map.of("--kills", 1L, "--failovers", 2L, "--faults", 1L, "--tries",
			20L, "--samples", 100L, "--minutes", 0L, "--clients", 10_000L, "--seconds", 2L, "--workers", 4L);

	static Options parse(List<String> arguments) {
		Map<String, Long> values = new LinkedHashMap<>(DEFAULTS);
		if (arguments.contains("--quick")) {
			values.putAll(QUICK);
		}
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length == 2 && DEFAULTS.containsKey(parts[0])) {
				values.put(parts[0], Long.parseLong(parts[1]));
			}
			else if (!argument.equals("--quick")) {
				throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return new Options(number(values, "--kills"), number(values, "--failovers"), number(values, "--faults"),
				number(values, "--tries"), number(values, "--samples"), number(values, "--minutes"),
				number(values, "--clients"), number(values, "--seconds"), number(values, "--workers"),
				number(values, "--seed"));
	}

	private static int number(Map<String, Long> values, String name) {
		return Math.toIntExact(values.getOrDefault(name, 0L));
	}

}
