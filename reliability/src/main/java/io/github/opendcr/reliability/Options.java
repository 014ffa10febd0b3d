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
 * @param fields tries at the same time
 * @param samples of each case of the side channels
 * @param minutes of load, 0 for a smoke test
 * @param clients that are there before the load
 * @param seconds of each attack
 * @param workers clients at the same time
 * @param answers that there are at most before something is killed
 * @param patience how many times as long as promised anything may take
 * @param lanes scenarios at the same time
 * @param seed of what is done at random
 */
public record Options(int kills, int failovers, int faults, int tries, int fields, int samples, int minutes,
		int clients, int seconds, int workers, int answers, int patience, int lanes, long seed) {

	private static final Map<String, Long> DEFAULTS = Map.ofEntries(Map.entry("--kills", 100L),
			Map.entry("--failovers", 20L), Map.entry("--faults", 10L), Map.entry("--tries", 10_000L),
			Map.entry("--fields", 1L), Map.entry("--samples", 5_000L), Map.entry("--minutes", 30L),
			Map.entry("--clients", 1_000_000L), Map.entry("--seconds", 15L), Map.entry("--workers", 8L),
			Map.entry("--answers", 400L), Map.entry("--patience", 1L), Map.entry("--lanes", 1L),
			Map.entry("--seed", 1L));

	private static final Map<String, Long> QUICK = Map.of("--kills", 1L, "--failovers", 2L, "--faults", 1L, "--tries",
			20L, "--samples", 100L, "--minutes", 0L, "--clients", 10_000L, "--seconds", 2L, "--workers", 4L);

	/**
	 * For a machine that does something else as well: one that waits leaves the others
	 * its cores, and no promise rests on how fast it is.
	 */
	private static final Map<String, Long> SHORT = Map.of("--failovers", 1L, "--tries", 6L, "--samples", 20L,
			"--clients", 2_000L, "--seconds", 1L, "--answers", 120L, "--patience", 6L, "--lanes",
			1L + Runtime.getRuntime().availableProcessors());

	static Options parse(List<String> arguments) {
		Map<String, Long> values = new LinkedHashMap<>(DEFAULTS);
		if (arguments.contains("--quick") || arguments.contains("--short")) {
			values.putAll(QUICK);
		}
		if (arguments.contains("--short")) {
			values.putAll(SHORT);
		}
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length == 2 && DEFAULTS.containsKey(parts[0])) {
				values.put(parts[0], Long.parseLong(parts[1]));
			}
			else if (!argument.equals("--quick") && !argument.equals("--short")) {
				throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return new Options(number(values, "--kills"), number(values, "--failovers"), number(values, "--faults"),
				number(values, "--tries"), number(values, "--fields"), number(values, "--samples"),
				number(values, "--minutes"), number(values, "--clients"), number(values, "--seconds"),
				number(values, "--workers"), number(values, "--answers"), number(values, "--patience"),
				number(values, "--lanes"), number(values, "--seed"));
	}

	private static int number(Map<String, Long> values, String name) {
		return Math.toIntExact(values.getOrDefault(name, 0L));
	}

}
