package io.github.opendcr.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.opendcr.benchmarks.load.Measurement;
import io.github.opendcr.benchmarks.load.Scenario;
import io.github.opendcr.benchmarks.peer.KeycloakPeer;
import io.github.opendcr.benchmarks.peer.OidcProviderPeer;
import io.github.opendcr.benchmarks.peer.Peer;
import io.github.opendcr.benchmarks.peer.Postgres;
import io.github.opendcr.benchmarks.peer.SamplePeer;
import io.github.opendcr.benchmarks.peer.SpringPeer;

/**
 * The sample beside Spring's own endpoint, oidc-provider and Keycloak.
 */
final class HttpBenchmark {

	private static final String OURS = "OpenDCR";

	private static final String WITH_LIMITS = "OpenDCR, limits on";

	private static final String WITH_DOCUMENTS = "OpenDCR, documents";

	private static final String SPRING = "Spring";

	private static final String INDEXED = "Spring, indexed";

	private static final String OIDC_PROVIDER = "oidc-provider";

	private static final String KEYCLOAK = "Keycloak";

	private static final List<Scenario> MANAGEMENT = List.of(Scenario.READ, Scenario.UPDATE, Scenario.DELETE);

	private static final Map<String, List<Scenario>> SCENARIOS = Map.of(//
			OURS,
			List.of(Scenario.REGISTER_PUBLIC, Scenario.REGISTER_CONFIDENTIAL, Scenario.TOKEN, Scenario.READ,
					Scenario.UPDATE, Scenario.DELETE),
			WITH_LIMITS, List.of(Scenario.REGISTER_PUBLIC), //
			WITH_DOCUMENTS,
			List.of(Scenario.AUTHORIZE_REGISTERED, Scenario.AUTHORIZE_DOCUMENT, Scenario.REFRESH_REGISTERED,
					Scenario.REFRESH_DOCUMENT, Scenario.FIRST_USE),
			SPRING, List.of(Scenario.REGISTER_PUBLIC, Scenario.REGISTER_CONFIDENTIAL, Scenario.TOKEN), //
			INDEXED, List.of(Scenario.REGISTER_PUBLIC), //
			OIDC_PROVIDER, MANAGEMENT, //
			KEYCLOAK, MANAGEMENT);

	private final Options options;

	private final Runs runs;

	private final List<Peer> peers = new ArrayList<>();

	HttpBenchmark(Options options) {
		this.options = options;
		this.runs = new Runs("http", options);
	}

	String run() {
		try (Postgres postgres = Postgres.start()) {
			try {
				startPeers(postgres);
				this.peers.forEach((peer) -> scenarios(peer).forEach((scenario) -> this.runs.warm(peer, scenario)));
				for (int round = 1; round <= this.options.rounds(); round++) {
					measure(round);
				}
				return Machine.describe("PostgreSQL " + postgres.version()) + "\n" + targets() + "\n"
						+ this.runs.warmth() + "\n" + this.runs.table();
			}
			finally {
				this.peers.forEach(Peer::close);
			}
		}
	}

	private void startPeers(Postgres postgres) {
		if (this.options.includesPeer("opendcr")) {
			this.peers.add(SamplePeer.start(postgres, "sample"));
		}
		if (this.options.includesPeer("opendcr-limits")) {
			this.peers.add(SamplePeer.startWithLimits(WITH_LIMITS, postgres, "sample_limits"));
		}
		if (this.options.includesPeer("opendcr-documents")) {
			this.peers.add(
					SamplePeer.startWithDocuments(WITH_DOCUMENTS, postgres, "sample_documents", this.runs.documents()));
		}
		if (this.options.includesPeer("spring")) {
			this.peers.add(SpringPeer.startAsShipped(postgres));
		}
		if (this.options.includesPeer("spring-indexed")) {
			this.peers.add(SpringPeer.startIndexed(postgres));
		}
		if (this.options.includesPeer("oidc-provider") && OidcProviderPeer.isAvailable()) {
			this.peers.add(OidcProviderPeer.start());
		}
		if (this.options.includesPeer("keycloak") && KeycloakPeer.isAvailable()) {
			this.peers.add(KeycloakPeer.start(postgres));
		}
	}

	private List<Scenario> scenarios(Peer peer) {
		return SCENARIOS.getOrDefault(peer.name(), List.of()).stream().filter(this.options::includesScenario).toList();
	}

	/**
	 * One scenario at all peers, then the next: what is compared is measured close
	 * together.
	 */
	private void measure(int round) {
		for (Scenario scenario : Scenario.values()) {
			for (Peer peer : this.peers) {
				if (scenarios(peer).contains(scenario)) {
					this.runs.measure(round, peer, scenario);
				}
			}
		}
	}

	private String targets() {
		List<Target> targets = new ArrayList<>();
		targets.add(withLimits(SPRING, 3));
		targets.add(withLimits(OURS, 0.8));
		targets.add(faster("register, public client", Scenario.REGISTER_PUBLIC, SPRING, 3));
		targets.add(faster("register, public client", Scenario.REGISTER_PUBLIC, INDEXED, 0.9));
		targets.add(faster("register, confidential client", Scenario.REGISTER_CONFIDENTIAL, SPRING, 80));
		targets.add(faster("token with a client secret", Scenario.TOKEN, SPRING, 20));
		targets.add(faster("read", Scenario.READ, OIDC_PROVIDER, 2));
		targets.add(faster("update", Scenario.UPDATE, OIDC_PROVIDER, 1));
		targets.add(faster("delete", Scenario.DELETE, OIDC_PROVIDER, 0.8));
		MANAGEMENT.forEach((scenario) -> targets.add(faster(scenario.toString(), scenario, KEYCLOAK, 5)));
		Medians registration = this.runs.medians(OURS, Scenario.REGISTER_PUBLIC);
		targets.add(new Target("CPU of a registration, server and database", 0.45, false, "ms",
				registration.of(Measurement::cpu), String.format(Locale.ROOT, "server %.3f ms, database %.3f ms",
						registration.of(Measurement::serverCpu), registration.of(Measurement::databaseCpu))));
		targets.add(sooner("register, public client", Scenario.REGISTER_PUBLIC, SPRING));
		targets.add(sooner("register, public client", Scenario.REGISTER_PUBLIC, INDEXED));
		targets.add(sooner("register, confidential client", Scenario.REGISTER_CONFIDENTIAL, SPRING));
		targets.add(sooner("token with a client secret", Scenario.TOKEN, SPRING));
		targets.add(this.runs.compareRates("authorize, client of a document, registered client", 0.95, WITH_DOCUMENTS,
				Scenario.AUTHORIZE_DOCUMENT, Scenario.AUTHORIZE_REGISTERED));
		targets.add(this.runs.compareRates("refresh, client of a document, registered client", 0.95, WITH_DOCUMENTS,
				Scenario.REFRESH_DOCUMENT, Scenario.REFRESH_REGISTERED));
		StringBuilder table = new StringBuilder(Target.HEADER);
		targets.forEach((target) -> table.append(target.row()));
		return table.toString();
	}

	// As open registration is by default: with rate limits and a quota
	private Target withLimits(String peer, double bound) {
		return this.runs.compare("register, public client, limits on, " + peer, bound, true, Scenario.REGISTER_PUBLIC,
				WITH_LIMITS, peer, Measurement::rate, "%.0f/s");
	}

	private Target faster(String work, Scenario scenario, String peer, double bound) {
		return this.runs.compare(work + ", " + peer, bound, true, scenario, OURS, peer, Measurement::rate, "%.0f/s");
	}

	private Target sooner(String work, Scenario scenario, String peer) {
		return this.runs.compare("p99: " + work + ", " + peer, 1, false, scenario, OURS, peer, Measurement::p99,
				"%.1f ms");
	}

}
