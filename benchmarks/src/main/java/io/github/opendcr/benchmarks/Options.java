package io.github.opendcr.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long everything takes.
 *
 * @param rounds how often each thing is measured
 * @param seconds measured seconds of each run
 * @param warmUp seconds of load before them, which aren't measured
 * @param compileSeconds how long a server may take at most until its rate rises no more
 * @param window seconds after which that is looked at
 * @param calm seconds to wait at most before a run until nothing else runs
 * @param maxForeign percentage of the machine that other processes may take without the
 * run being left out
 * @param connections connections at the same time
 * @param filledClients stored clients of the growth benchmark's large store
 * @param memoryClients stored clients of the memory benchmark's large store
 * @param peers the only peers to run; all if empty
 * @param scenarios the only scenarios to run; all if empty
 */
record Options(int rounds, double seconds, double warmUp, double compileSeconds, double window, double calm,
		double maxForeign, int connections, int filledClients, int memoryClients, List<String> peers,
		List<String> scenarios) {

	private static final List<String> DEFAULTS = List.of("--rounds=5", "--seconds=8", "--warm-up=4",
			"--compile-seconds=150", "--window=10", "--calm=60", "--max-foreign=25", "--connections=16",
			"--filled-clients=1000000", "--memory-clients=1000000", "--peers=", "--scenarios=");

	/** A smoke test, whose figures say nothing. */
	private static final List<String> QUICK = List.of("--rounds=1", "--seconds=2", "--warm-up=1", "--compile-seconds=2",
			"--window=2", "--calm=0", "--max-foreign=100", "--filled-clients=20000", "--memory-clients=40000");

	/**
	 * Parse {@code --name=value} and {@code --quick}.
	 */
	static Options parse(List<String> arguments) {
		Map<String, String> values = new HashMap<>();
		DEFAULTS.forEach((argument) -> put(values, argument));
		for (String argument : arguments) {
			if (argument.equals("--quick")) {
				QUICK.forEach((option) -> put(values, option));
			}
			else if (DEFAULTS.stream().anyMatch((known) -> name(known).equals(name(argument)))) {
				put(values, argument);
			}
			else {
				throw new IllegalArgumentException("Unknown option " + argument);
			}
		}
		return new Options((int) number(values, "--rounds"), number(values, "--seconds"), number(values, "--warm-up"),
				number(values, "--compile-seconds"), number(values, "--window"), number(values, "--calm"),
				number(values, "--max-foreign"), (int) number(values, "--connections"),
				(int) number(values, "--filled-clients"), (int) number(values, "--memory-clients"),
				list(values, "--peers"), list(values, "--scenarios"));
	}

	boolean includesPeer(String name) {
		return this.peers.isEmpty() || this.peers.contains(name);
	}

	boolean includesScenario(Object scenario) {
		return this.scenarios.isEmpty() || this.scenarios.contains(scenario.toString());
	}

	private static String name(String argument) {
		return argument.split("=", 2)[0];
	}

	private static void put(Map<String, String> values, String argument) {
		values.put(name(argument), argument.substring(argument.indexOf('=') + 1));
	}

	private static double number(Map<String, String> values, String name) {
		return Double.parseDouble(values.getOrDefault(name, ""));
	}

	private static List<String> list(Map<String, String> values, String name) {
		String value = values.getOrDefault(name, "");
		return value.isEmpty() ? List.of() : List.of(value.split(","));
	}

}
