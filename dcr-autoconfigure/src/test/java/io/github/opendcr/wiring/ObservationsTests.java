package io.github.opendcr.wiring;

import java.util.List;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is measured of requests, where the application measures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservationsTests {

	private static final String METADATA = "{\"redirect_uris\":[\"https://client.example.org/cb\"]}";

	private TestServer server;

	private Answer registered;

	private MeterRegistry meters;

	@BeforeAll
	void exchange() {
		this.server = TestServer.run(HostileApplications.Base.class, "dcr.enabled=true");
		this.meters = this.server.bean(MeterRegistry.class);
		this.registered = this.server.post("/oauth2/register", METADATA);
		String uri = this.registered.clientUri();
		String[] bearer = this.registered.bearer();
		this.server.get(uri, bearer);
		this.server.get(uri, "Authorization", "Bearer wrong");
		this.server.send("PUT", uri, METADATA, "Content-Type", "application/json", bearer[0], bearer[1]);
		this.server.send("DELETE", uri, "", bearer);
		this.server.post("/oauth2/register", "{\"redirect_uris\":[\"nonsense\"]}");
		this.server.post("/oauth2/register", METADATA, "X-Refuse", "403");
		this.server.post("/oauth2/register", METADATA.replace("{", "{\"client_name\":\"boom\","));
		this.server.get("/oauth2/register");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void requestsWhenMeasuredThenAreTaggedByOperationOutcomeAndError() {
		for (List<String> expected : List.of(List.of("register", "SUCCESS", "none"), List.of("read", "SUCCESS", "none"),
				List.of("read", "REFUSED", "invalid_token"), List.of("update", "REFUSED", "invalid_client_metadata"),
				List.of("delete", "SUCCESS", "none"), List.of("register", "REFUSED", "invalid_redirect_uri"),
				List.of("register", "REFUSED", "access_denied"), List.of("register", "FAILED", "server_error"),
				List.of("other", "REFUSED", "invalid_request"))) {
			Tags tags = Tags.of("operation", expected.get(0), "outcome", expected.get(1), "error.code",
					expected.get(2));
			assertThat(this.meters.get("dcr.requests").tags(tags).timer().count()).as(expected.toString()).isEqualTo(1);
		}
	}

	@Test
	void requestsWhenMeasuredThenTagsAreFewAndTheSame() {
		List<Meter> timers = this.meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().equals("dcr.requests"))
			.toList();
		assertThat(timers).hasSize(9)
			.allSatisfy((meter) -> assertThat(meter.getId().getTags()).extracting(Tag::getKey)
				.contains("operation", "outcome", "error.code")
				.hasSizeLessThanOrEqualTo(4));
	}

	@Test
	void serverRequestsWhenMeasuredThenHaveThePatternAndNotTheClient() {
		Awaitility.await()
			.forever()
			.untilAsserted(() -> assertThat(uris()).contains("/oauth2/register", "/oauth2/register/{client_id}"));
		assertThat(this.meters.getMeters()).allSatisfy(
				(meter) -> assertThat(meter.getId().getTags().toString()).doesNotContain(this.registered.clientId()));
	}

	@Test
	void startWhenThereIsNoObservationThenServes() {
		try (TestServer unobserved = TestServer.run(Applications.InMemoryRepository.class, "dcr.enabled=true",
				"dcr.permission=allow-all",
				"spring.autoconfigure.exclude="
						+ "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration,"
						+ "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration")) {
			assertThat(unobserved.post("/oauth2/register", METADATA).status()).isEqualTo(201);
		}
	}

	private String uris() {
		return this.meters.find("http.server.requests")
			.timers()
			.stream()
			.map((timer) -> String.valueOf(timer.getId().getTag("uri")))
			.collect(Collectors.joining(" "));
	}

}
