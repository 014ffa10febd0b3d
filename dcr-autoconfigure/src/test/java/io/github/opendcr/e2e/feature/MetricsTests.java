package io.github.opendcr.e2e.feature;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Peer;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is counted, on one server on which all that is counted happens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTests {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "a", "software_id": "one",
			"token_endpoint_auth_method": "client_secret_basic", "grant_types": ["client_credentials"]}""";

	private static final String[] ELSEWHERE = { "X-Forwarded-For", "203.0.113.9", "Authorization", "Bearer wrong" };

	private final StatementIssuer issuer = new StatementIssuer();

	private final Peer peer = new Peer();

	private TestServer server;

	private MeterRegistry meters;

	@BeforeAll
	void start() {
		List<String> properties = new ArrayList<>(List.of("dcr.rate-limit.enabled=true",
				"dcr.rate-limit.address.limit=1000", "dcr.rate-limit.failed-management.limit=2", "dcr.quota.total=500",
				"dcr.quota.redirect-host=1", "dcr.allowed-grant-types=client_credentials,authorization_code",
				"dcr.rate-limit.push.limit=1", "dcr.fetch.allowed-hosts=localhost", "dcr.fetch.require-https=false",
				"dcr.policies.partner.max-clients=7", "server.forward-headers-strategy=framework"));
		properties.addAll(List.of(this.issuer.trusted()));
		this.server = TestServer.start(Observing.class, properties.toArray(String[]::new));
		this.meters = this.server.bean(MeterRegistry.class);
	}

	@AfterAll
	void stop() {
		this.server.close();
		this.issuer.close();
		this.peer.close();
	}

	@Test
	void changesWhenMadeThenCountByOutcomeAndWhoMadeThem() {
		double registered = count("dcr.registrations", "outcome", "SUCCESS");
		double updated = count("dcr.updates", "outcome", "SUCCESS");
		double deleted = count("dcr.deletions", "outcome", "SUCCESS", "actor", "client");
		double read = count("dcr.reads", "outcome", "SUCCESS");
		Registered client = registered("changes.example");
		client.read().expect(200);
		client = client.as(client.update(client.asUpdate("client_name", "b")).expect(200));
		client.delete().expect(204);
		assertThat(count("dcr.registrations", "outcome", "SUCCESS")).isEqualTo(registered + 1);
		assertThat(count("dcr.updates", "outcome", "SUCCESS")).isEqualTo(updated + 1);
		assertThat(count("dcr.deletions", "outcome", "SUCCESS", "actor", "client")).isEqualTo(deleted + 1);
		// after the answer, since nothing is committed that could be counted before
		Awaitility.await()
			.forever()
			.untilAsserted(() -> assertThat(count("dcr.reads", "outcome", "SUCCESS")).isEqualTo(read + 1));
		this.server.bean(ClientLifecycle.class).delete(registered("server.example").id());
		assertThat(count("dcr.deletions", "outcome", "SUCCESS", "actor", "server")).isEqualTo(1);
	}

	@Test
	void refusalsWhenMemberIsKnownThenCountByItAndOtherwiseAsOther() {
		register("{\"redirect_uris\": [\"nonsense\"]}").expect(400);
		register(CLIENT.replace("{", "{\"client_name#de\": 1, ")).expect(400);
		register(CLIENT.replace("{", "{\"jwks\": 1, \"jwks_uri\": \"https://a.example\", ")).expect(400);
		register("{").expect(400);
		this.server.http().get("/oauth2/register").expect(405);
		register(CLIENT.replace("\"a\"", "\"refused\"").replace("client.example", "refused.example")).expect(400);
		assertThat(count("dcr.rejections", "error", "invalid_redirect_uri", "member", "redirect_uris")).isEqualTo(1);
		assertThat(count("dcr.rejections", "error", "invalid_client_metadata", "member", "client_name")).isEqualTo(1);
		assertThat(count("dcr.rejections", "error", "invalid_client_metadata", "member", "other")).isEqualTo(1);
		assertThat(count("dcr.rejections", "error", "invalid_request", "member", "none")).isPositive();
		assertThat(count("dcr.registrations", "outcome", "REFUSED")).isGreaterThanOrEqualTo(5);
	}

	@Test
	void quotasWhenNobodyWasRefusedThenAreThereSoThatTheFirstRefusalIsAnIncrease() {
		for (String quota : List.of("total", "policy")) {
			assertThat(this.meters.find("dcr.quota.refusals").tag("quota", quota).counter()).isNotNull();
		}
	}

	@Test
	void tagsWhenClientsMakeUpNamesThenStayFew() {
		for (int i = 0; i < 30; i++) {
			register("{\"redirect_uris\": [\"https://a.example\"], \"made_up_" + i + "\": \"a\", \"made_up_" + i
					+ "\": \"b\"}")
				.expect(400);
			this.server.get("/oauth2/register/made-up-" + i, ELSEWHERE).status();
			this.server.token(Map.of("grant_type", "made_up_" + i, "client_id", "made-up-" + i)).status();
		}
		Set<String> values = new LinkedHashSet<>();
		for (Meter meter : this.meters.getMeters()) {
			if (meter.getId().getName().startsWith("dcr.")) {
				meter.getId().getTags().forEach((tag) -> values.add(tag.getValue()));
			}
		}
		assertThat(values).isNotEmpty().noneMatch((value) -> value.contains("made"));
	}

	@Test
	void refusalsWhenLimitOrQuotaThenCountByItsName() {
		registered("quota.example");
		register(CLIENT.replace("client.example", "quota.example")).expect(403);
		assertThat(count("dcr.quota.refusals", "quota", "redirect_host")).isEqualTo(1);
		for (int i = 0; i < 4; i++) {
			this.server.get("/oauth2/register/unknown", ELSEWHERE).status();
		}
		assertThat(count("dcr.rate.limit.refusals", "limit", "failed-management")).isPositive();
		assertThat(count("dcr.reads", "outcome", "REFUSED")).isGreaterThanOrEqualTo(4);
		Registered pushing = new Registered(this.server.http(), register("""
				{"redirect_uris": ["https://push.example/cb"], "token_endpoint_auth_method": "none"}""").expect(201));
		for (int i = 0; i < 2; i++) {
			this.server.http().form("/oauth2/par", Map.of("client_id", pushing.id(), "response_type", "code"));
		}
		assertThat(count("dcr.rate.limit.refusals", "limit", "push")).isEqualTo(1);
	}

	@Test
	void statementsWhenJudgedThenCountByVerdict() {
		String good = this.issuer.statement("redirect_uris", List.of("https://statement.example/cb"));
		register("{\"software_statement\": \"" + good + "\"}").expect(201);
		register("{\"software_statement\": \"a.b.c\"}").expect(400);
		assertThat(count("dcr.software.statements", "verdict", "accepted")).isEqualTo(1);
		assertThat(count("dcr.software.statements", "verdict", "invalid")).isEqualTo(1);
	}

	@Test
	void fetchesWhenMadeThenAreTimedByOutcome() {
		ClientUriFetcher fetcher = this.server.bean(ClientUriFetcher.class);
		Set<String> json = Set.of("application/json");
		URI there = this.peer.json("/there", "{}");
		fetcher.fetch(FetchRequest.of(there, json));
		fetcher.fetch(FetchRequest.of(there, json)); // a copy, which is no fetch
		fetcher.fetch(FetchRequest.of(URI.create("http://localhost:1/gone"), json));
		assertThat(this.meters.get("dcr.fetch").tag("outcome", "SUCCESS").timer().count()).isEqualTo(1);
		assertThat(this.meters.get("dcr.fetch").tag("outcome", "UNREACHABLE").timer().count()).isEqualTo(1);
	}

	@Test
	void tokensWhenClientRegisteredItselfThenCountByGrantType() {
		this.server.accessToken(TestServer.CALLER, "other");
		double before = count("dcr.tokens", "grant.type", "client_credentials");
		Registered client = registered("tokens.example");
		this.server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).expect(200);
		this.server.token(client.id(), "wrong", Map.of("grant_type", "client_credentials")).expect(401);
		this.server.accessToken(TestServer.CALLER, "other");
		assertThat(count("dcr.tokens", "grant.type", "client_credentials")).isEqualTo(before + 1);
	}

	@Test
	void clientsAndQuotasWhenAskedForThenAreCountedOnceInAWhile() {
		Registered client = registered("gauges.example");
		this.server.bean(ClientLifecycle.class).disable(client.id());
		double registrations = registrations();
		MutableClock clock = this.server.bean(MutableClock.class);
		clock.advance(Duration.ofMinutes(6));
		Awaitility.await()
			.forever()
			.untilAsserted(() -> assertThat(gauge("dcr.clients", "status", "disabled")).isGreaterThanOrEqualTo(1));
		assertThat(gauge("dcr.clients", "status", "active") + gauge("dcr.clients", "status", "disabled")
				+ gauge("dcr.clients", "status", "pending"))
			.isEqualTo(registrations);
		assertThat(gauge("dcr.quota.clients", "quota", "total")).isEqualTo(registrations);
		assertThat(gauge("dcr.quota.limit", "quota", "total")).isEqualTo(500);
		assertThat(gauge("dcr.quota.clients", "quota", "policy:partner")).isZero();
		assertThat(gauge("dcr.quota.limit", "quota", "policy:partner")).isEqualTo(7);
		registered("more.example");
		assertThat(gauge("dcr.quota.clients", "quota", "total")).as("not counted again so soon")
			.isEqualTo(registrations);
	}

	private double registrations() {
		return this.server.rows().get("dcr_client_registration");
	}

	@Test
	void registrationWhenTracedThenItsStagesAreChildrenAndReachTheStore() {
		Observed observed = this.server.bean(Observed.class);
		observed.stopped.clear();
		registered("traced.example");
		List<Observation.Context> stages = observed.stopped.stream()
			.filter((context) -> context.getName().equals("dcr.registration.stages"))
			.toList();
		assertThat(stages).extracting((context) -> context.getLowCardinalityKeyValue("stage").getValue())
			.as("there is no statement")
			.containsExactly("metadata", "secret", "map", "store");
		assertThat(stages).allSatisfy((context) -> assertThat(parent(context)).isEqualTo("dcr.requests"));
		assertThat(observed.around).isEqualTo("dcr store");
		assertThat(this.meters.get("dcr.registration.stages").tag("stage", "store").timer().count()).isPositive();
	}

	private static @Nullable String parent(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		return (parent != null) ? parent.getContextView().getName() : null;
	}

	private Registered registered(String host) {
		return new Registered(this.server.http(), register(CLIENT.replace("client.example", host)).expect(201));
	}

	private Answer register(String json) {
		return this.server.register(json);
	}

	private double count(String name, String... tags) {
		Counter counter = this.meters.find(name).tags(tags).counter();
		return (counter != null) ? counter.count() : 0;
	}

	private double gauge(String name, String... tags) {
		Gauge gauge = this.meters.get(name).tags(tags).gauge();
		return gauge.value();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MutableClock.class)
	static class Observing {

		@Bean
		Observed observed() {
			return new Observed();
		}

		@Bean
		RegistrationConstraint within(Observed observed, ObservationRegistry registry) {
			return new RegistrationConstraint() {

				@Override
				public void onRegister(ClientRegistration registration) {
					if ("refused".equals(registration.metadata().getClientName())) {
						throw RegistrationException.invalidMetadata("made_up", "Not this one");
					}
					Observation current = registry.getCurrentObservation();
					observed.around = (current != null) ? Objects.toString(current.getContext().getContextualName())
							: "none";
				}

			};
		}

	}

	/**
	 * Keeps what was observed, as what sends spans does.
	 */
	static class Observed implements ObservationHandler<Observation.Context> {

		private final ConcurrentLinkedQueue<Observation.Context> stopped = new ConcurrentLinkedQueue<>();

		private volatile String around = "";

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
