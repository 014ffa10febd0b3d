package io.github.opendcr.reliability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.opendcr.reliability.attackers.AttackersScenario;
import io.github.opendcr.reliability.channels.ChannelsScenario;
import io.github.opendcr.reliability.crash.CrashScenario;
import io.github.opendcr.reliability.failover.FailoverScenario;
import io.github.opendcr.reliability.load.LoadScenario;
import io.github.opendcr.reliability.nodes.NodesScenario;
import io.github.opendcr.reliability.races.RacesScenario;

/**
 * Runs one of the scenarios, or all of them, and prints what they found. The exit status
 * is 1 if a promise was broken.
 */
public final class Reliability {

	private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

	static {
		SCENARIOS.put("attackers", new AttackersScenario());
		SCENARIOS.put("crash", new CrashScenario());
		SCENARIOS.put("failover", new FailoverScenario());
		SCENARIOS.put("load", new LoadScenario());
		SCENARIOS.put("nodes", new NodesScenario());
		SCENARIOS.put("races", new RacesScenario());
		SCENARIOS.put("side-channels", new ChannelsScenario());
	}

	private Reliability() {
	}

	public static void main(String[] args) {
		boolean kept = false;
		try {
			kept = run(args[0], Options.parse(List.of(args).subList(1, args.length)));
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		System.exit(kept ? 0 : 1); // whatever a scenario that failed has left running
	}

	private static boolean run(String wanted, Options options) throws Exception {
		List<String> names = wanted.equals("all") ? List.copyOf(SCENARIOS.keySet()) : List.of(wanted);
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
		return kept;
	}

}
