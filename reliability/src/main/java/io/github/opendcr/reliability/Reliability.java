package io.github.opendcr.reliability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
import io.github.opendcr.reliability.server.HeadStart;

/**
 * Runs some of the scenarios, or all of them, and prints what they found. The exit status
 * is 1 if a promise was broken, and 77 if all was kept but something isn't installed that
 * a scenario needs.
 */
public final class Reliability {

	private static final int KEPT = 0;

	private static final int BROKEN = 1;

	private static final int SKIPPED = 77;

	/** Those that take longest come first, so that others fit beside them. */
	private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

	static {
		SCENARIOS.put("faults", new FaultsScenario());
		SCENARIOS.put("galera", new GaleraScenario());
		SCENARIOS.put("races", new RacesScenario());
		SCENARIOS.put("load", new LoadScenario());
		SCENARIOS.put("crash", new CrashScenario());
		SCENARIOS.put("nodes", new NodesScenario());
		SCENARIOS.put("attackers", new AttackersScenario());
		SCENARIOS.put("redis", new RedisScenario());
		SCENARIOS.put("failover", new FailoverScenario());
		SCENARIOS.put("side-channels", new ChannelsScenario());
	}

	private Reliability() {
	}

	public static void main(String[] args) {
		int status = BROKEN;
		try {
			status = run(names(args[0]), Options.parse(List.of(args).subList(1, args.length)));
		}
		catch (Exception ex) {
			ex.printStackTrace();
		}
		System.exit(status); // whatever a scenario that failed has left running
	}

	private static List<String> names(String wanted) {
		List<String> names = wanted.equals("all") ? List.copyOf(SCENARIOS.keySet()) : List.of(wanted.split(","));
		for (String name : names) {
			if (!SCENARIOS.containsKey(name)) {
				throw new IllegalArgumentException("Unknown scenario " + name);
			}
		}
		return names;
	}

	private static int run(List<String> names, Options options) throws Exception {
		System.out.println(Machine.describe());
		if (options.lanes() > 1) {
			HeadStart.take();
		}
		ExecutorService lanes = Executors.newFixedThreadPool(options.lanes());
		List<Future<Integer>> running = names.stream().map((name) -> lanes.submit(() -> run(name, options))).toList();
		int status = KEPT;
		for (Future<Integer> each : running) {
			int other = each.get();
			status = (status == BROKEN || other == KEPT) ? status : other;
		}
		return status;
	}

	private static int run(String name, Options options) {
		Scenario scenario = Objects.requireNonNull(SCENARIOS.get(name));
		long start = System.nanoTime();
		try {
			Report report = scenario.run(options);
			System.out.println(report.toMarkdown());
			return report.isKept() ? KEPT : BROKEN;
		}
		catch (SkippedException ex) {
			System.out.println("skipped: " + name + ", since " + ex.getMessage());
			return SKIPPED;
		}
		catch (Exception ex) {
			System.out.println("BROKEN: " + name + " came to no end: " + ex);
			ex.printStackTrace();
			return BROKEN;
		}
		finally {
			System.err.printf("%s took %d s%n", name, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
		}
	}

}
