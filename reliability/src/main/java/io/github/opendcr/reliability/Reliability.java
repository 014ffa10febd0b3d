package io.github.opendcr.reliability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.opendcr.reliability.attackers.AttackersScenario;
import io.github.opendcr.reliability.channels.ChannelsScenario;
import io.github.opendcr.reliability.crash.CrashScenario;
import io.github.opendcr.reliability.failover.FailoverScenario;
import io.github.opendcr.reliability.faults.FaultsScenario;
import io.github.opendcr.reliability.galera.GaleraScenario;
import io.github.opendcr.reliability.load.LoadScenario;
import io.github.opendcr.reliability.nodes.NodesScenario;
import io.github.opendcr.reliability.races.RacesScenario;
import io.github.opendcr.reliability.redis.RedisScenario;

/**
 * Runs one of the scenarios, or all of them, and prints what they found. The exit status
 * is 1 if a promise was broken, and 77 if all was kept but something isn't installed that
 * a scenario needs.
 */
public final class Reliability {

	private static final int BROKEN = 1;

	private static final int SKIPPED = 77;

	private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

	static {
		SCENARIOS.put("attackers", new AttackersScenario());
		SCENARIOS.put("crash", new CrashScenario());
		SCENARIOS.put("failover", new FailoverScenario());
		SCENARIOS.put("faults", new FaultsScenario());
		SCENARIOS.put("galera", new GaleraScenario());
		SCENARIOS.put("load", new LoadScenario());
		SCENARIOS.put("nodes", new NodesScenario());
		SCENARIOS.put("races", new RacesScenario());
		SCENARIOS.put("redis", new RedisScenario());
		SCENARIOS.put("side-channels", new ChannelsScenario());
	}

	private Reliability() {
	}

	public static void main(String[] args) {
		int status = BROKEN;
		try {
			status = run(args[0], Options.parse(List.of(args).subList(1, args.length)));
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		System.exit(status); // whatever a scenario that failed has left running
	}

	private static int run(String wanted, Options options) throws Exception {
		List<String> names = wanted.equals("all") ? List.copyOf(SCENARIOS.keySet()) : List.of(wanted);
		System.out.println(Machine.describe());
		boolean kept = true;
		boolean skipped = false;
		for (String name : names) {
			Scenario scenario = SCENARIOS.get(name);
			if (scenario == null) {
				throw new IllegalArgumentException("Unknown scenario " + name);
			}
			try {
				Report report = scenario.run(options);
				System.out.println(report.toMarkdown());
				kept &= report.isKept();
			}
			catch (SkippedException ex) {
				System.out.println("skipped: " + name + ", since " + ex.getMessage());
				skipped = true;
			}
		}
		return !kept ? BROKEN : (skipped ? SKIPPED : 0);
	}

}
