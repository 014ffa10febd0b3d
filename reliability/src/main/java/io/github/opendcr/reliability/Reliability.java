package io.github.opendcr.reliability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.opendcr.reliability.channels.ChannelsScenario;
import io.github.opendcr.reliability.crash.CrashScenario;
import io.github.opendcr.reliability.races.RacesScenario;

/**
 * Runs one of the scenarios, or all of them, and prints what they found. The exit status
 * is 1 if a promise was broken.
 */
public final class Reliability {

	private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

	static {
		SCENARIOS.put("crash", new CrashScenario());
		SCENARIOS.put("races", new RacesScenario());
		SCENARIOS.put("side-channels", new ChannelsScenario());
	}

	private Reliability() {
	}

	public static void main(String[] args) throws Exception {
		Options options = Options.parse(List.of(args).subList(1, args.length));
		List<String> names = args[0].equals("all") ? List.copyOf(SCENARIOS.keySet()) : List.of(args[0]);
		System.out.println(Machine.describe());
		boolean kept = true;
		for (String name : names) {
			Scenario scenario = SCENARIOS.get(name);
			if (scenario == null) {
				throw new IllegalArgumentException("Unknown scenario " + name);
			}
			Report report = scenario.run(options);
			System.out.println(report.toMarkdown());
			kept &= report.isKept();
		}
		System.exit(kept ? 0 : 1);
	}

}
