package io.github.opendcr.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.github.opendcr.benchmarks.load.LoadOptions;
import io.github.opendcr.benchmarks.load.Measurement;
import io.github.opendcr.benchmarks.load.Scenario;
import io.github.opendcr.benchmarks.peer.Peer;
import io.github.opendcr.benchmarks.peer.Postgres;
import io.github.opendcr.benchmarks.peer.SamplePeer;
import io.github.opendcr.benchmarks.peer.SpringPeer;

/**
 * Two samples side by side, one with few stored clients and one with many. As both are
 * measured in turn, neither is measured on a warmer server or at another hour.
 */
final class GrowthBenchmark {

	private static final int FEW = 10_000;

	private static final List<String> TABLES = List.of("oauth2_registered_client", "dcr_client_registration");

	private final Options options;

	private final Runs runs;

	GrowthBenchmark(Options options) {
		this.options = options;
		this.runs = new Runs("growth", options);
	}

	String run() {
		try (Postgres postgres = Postgres.start()) {
			String tables;
			try (Peer small = SamplePeer.start(postgres, "sample_small");
					Peer large = SamplePeer.start(postgres, "sample_large")) {
				tables = measure(postgres, small, large);
			}
			return Machine.describe("PostgreSQL " + postgres.version()) + "\n" + tables + "\n" + contrast(postgres)
					+ "\n" + this.runs.table();
		}
	}

	private String measure(Postgres postgres, Peer small, Peer large) {
		int many = this.options.filledClients();
		for (Peer peer : List.of(small, large)) {
			scenarios().forEach((scenario) -> this.runs.warm(peer, scenario));
			peer.reset();
		}
		StoredClients few = fill(postgres, "sample_small", small, FEW);
		StoredClients filled = fill(postgres, "sample_large", large, many);
		for (int round = 1; round <= this.options.rounds(); round++) {
			for (Scenario scenario : scenarios()) {
				measure(round, name(FEW), small, few, scenario);
				measure(round, name(many), large, filled, scenario);
			}
		}
		return scenarios().stream()
			.map((scenario) -> target(scenario).row())
			.collect(Collectors.joining("", Target.HEADER, "\n"))
				+ filled.sizes(many)
					.collect(Collectors.joining("\n", "| bytes of a client | table | indexes |\n| --- | --- | --- |\n",
							"\n"));
	}

	private static StoredClients fill(Postgres postgres, String database, Peer peer, int count) {
		Runs.log("storing %d clients", count);
		return StoredClients.fill(postgres, database, TABLES, peer, count);
	}

	private void measure(int round, String name, Peer peer, StoredClients stored, Scenario scenario) {
		stored.restore();
		LoadOptions load = peer.load(scenario, this.options.connections(), this.options.warmUp(),
				this.options.seconds());
		this.runs.measure(round, name, switch (scenario) {
			case READ, UPDATE, AUTHORIZE -> load.withClients(stored.sample(false));
			case TOKEN -> load.withClients(stored.sample(true));
			default -> load;
		});
	}

	private Target target(Scenario scenario) {
		return this.runs.compare(
				String.format(Locale.ROOT, "%s, %,d stored clients against %,d", scenario, this.options.filledClients(),
						FEW),
				0.9, true, scenario, name(this.options.filledClients()), name(FEW), Measurement::rate, "%.0f/s");
	}

	/**
	 * What happens without indexes.
	 */
	private String contrast(Postgres postgres) {
		try (SpringPeer spring = SpringPeer.startAsShipped(postgres)) {
			this.runs.warm(spring, Scenario.REGISTER_PUBLIC);
			spring.reset();
			StoredClients stored = StoredClients.fill(postgres, spring.database(), TABLES.subList(0, 1), spring, FEW);
			List<Scenario> scenarios = List.of(Scenario.REGISTER_PUBLIC, Scenario.AUTHORIZE);
			StringBuilder text = new StringBuilder(
					"For contrast, Spring's tables as shipped with %,d clients:".formatted(FEW));
			for (Scenario scenario : scenarios) {
				stored.restore();
				LoadOptions load = spring.load(scenario, this.options.connections(), this.options.warmUp(), 4);
				text.append(
						String.format(Locale.ROOT, " %s %.0f/s", scenario,
								this.runs
									.measure(1, spring.name(),
											(scenario == Scenario.AUTHORIZE) ? load.withClients(stored.sample(false))
													: load)
									.rate()));
			}
			return text + ".\n";
		}
	}

	private List<Scenario> scenarios() {
		return List.of(Scenario.values()).stream().filter(this.options::includesScenario).toList();
	}

	private static String name(int count) {
		return "OpenDCR, " + count;
	}

}
