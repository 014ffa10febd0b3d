package io.github.opendcr.e2e.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does with clients, through Java and through Actuator, and what clients
 * can't do about it. A subclass supplies the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApprovalContract {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before",
			"grant_types": ["authorization_code", "client_credentials"]}""";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private static final String[] ADMIN = TestServer.basic("user", "password");

	private TestServer server;

	private ClientLifecycle lifecycle;

	/**
	 * Start a server with {@link Application} and {@link #properties()}.
	 */
	abstract TestServer start();

	static String[] properties() {
		return Stream.of(AllEndpoints.PROPERTIES, new String[] { "dcr.approval=manual" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	@BeforeAll
	void startServer() {
		this.server = start();
		this.lifecycle = this.server.bean(ClientLifecycle.class);
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	@BeforeEach
	void forgetEvents() {
		this.server.bean(SeenEvents.class).seen().clear();
	}

	@Test
	void registerThenPendingAndSaidSo() {
		Registered client = this.server.registered(CLIENT);
		assertThat(client.answer().json()).containsEntry("registration_status", "pending");
		assertThat(client.read().expect(200).json()).containsEntry("registration_status", "pending");
		assertThat(find(client).status()).isEqualTo(ClientStatus.PENDING);
		assertThat(token(client)).isEqualTo(401);
		assertThat(this.server.bean(SeenEvents.class).seen()).singleElement()
			.isInstanceOf(ClientEvent.Registered.class);
	}

	@Test
	void activateThenClientWorksWithTheCredentialsThatItHas() {
		Registered client = this.server.registered(CLIENT);
		assertThat(this.lifecycle.activate(client.id())).isTrue();
		assertThat(token(client)).isEqualTo(200);
		assertThat(client.read().expect(200).json()).doesNotContainKey("registration_status");
		assertThat(this.server.bean(SeenEvents.class).seen()).hasSize(2)
			.last()
			.isInstanceOfSatisfying(ClientEvent.StatusChanged.class, (event) -> {
				assertThat(event.previous().status()).isEqualTo(ClientStatus.PENDING);
				assertThat(event.registration()).isEqualTo(find(client));
				assertThat(event.by()).isNull();
			});
		assertThat(this.lifecycle.activate(client.id())).isTrue();
		assertThat(this.server.bean(SeenEvents.class).seen()).hasSize(2);
	}

	@Test
	void disableAndActivateThenClientWorksAgain() {
		Registered client = this.server.registered(CLIENT);
		this.lifecycle.activate(client.id());
		assertThat(this.lifecycle.disable(client.id())).isTrue();
		assertThat(token(client)).isEqualTo(401);
		assertThat(client.read().expect(200).json()).containsEntry("registration_status", "disabled");
		this.lifecycle.activate(client.id());
		assertThat(token(client)).isEqualTo(200);
	}

	@Test
	void updateWhenPendingThenStaysPendingWhateverItSays() {
		Registered client = this.server.registered(CLIENT);
		Map<String, Object> update = client.asUpdate("client_name", "After");
		assertThat(update).containsKey("registration_status");
		update.put("registration_status", "active");
		update.put("status", "ACTIVE");
		update.put("registration_expires_at", 0);
		Registered updated = client.as(client.update(update));
		assertThat(updated.answer().json()).containsEntry("registration_status", "pending")
			.containsEntry("client_name", "After");
		assertThat(find(client).status()).isEqualTo(ClientStatus.PENDING);
		assertThat(find(client).metadata().asMap()).doesNotContainKeys("registration_status", "status");
		assertThat(token(client)).isEqualTo(401);
		this.lifecycle.activate(client.id());
		assertThat(token(client)).isEqualTo(200);
		assertThat(this.server.find(client.id()).getClientName()).isEqualTo("After");
	}

	// RFC 7592 §2.2: 403 if the client may not update its record
	@Test
	void updateWhenDisabledThenForbiddenAndTokenStays() {
		Registered client = this.server.registered(CLIENT);
		this.lifecycle.disable(client.id());
		Answer answer = client.update(client.asUpdate("client_name", "After"));
		assertThat(answer.status()).isEqualTo(403);
		Refusals.assertRefused(answer);
		assertThat(answer.string("error_description")).contains("disabled");
		assertThat(client.read().expect(200).json()).containsEntry("client_name", "Before");
	}

	@Test
	void registerWhenStatusIsClaimedThenIgnored() {
		Registered client = this.server
			.registered(CLIENT.replace("{", "{\"registration_status\": \"active\", \"registration_expires_at\": 1, "));
		assertThat(client.answer().json()).containsEntry("registration_status", "pending")
			.doesNotContainKey("registration_expires_at");
		assertThat(token(client)).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void deleteByClientWhenPendingOrDisabledThenGone(boolean disabled) {
		Registered client = this.server.registered(CLIENT);
		if (disabled) {
			this.lifecycle.disable(client.id());
		}
		assertThat(client.delete().status()).isEqualTo(204);
		assertThat(this.lifecycle.find(client.id())).isNull();
		assertThat(this.server.find(client.id())).isNull();
	}

	@Test
	void deleteByOperatorThenNothingIsLeft() {
		Registered client = this.server.registered(CLIENT);
		assertThat(this.lifecycle.delete(client.id())).isTrue();
		assertThat(this.server.find(client.id())).isNull();
		Refusals.assertInvalidToken(client.read());
		assertThat(this.server.bean(SeenEvents.class).seen()).last().isInstanceOf(ClientEvent.Deleted.class);
		assertThat(this.lifecycle.delete(client.id())).isFalse();
		assertThat(this.lifecycle.activate(client.id())).isFalse();
		assertThat(this.lifecycle.disable(client.id())).isFalse();
	}

	@Test
	void actuatorWhenStatusIsActiveThenApproved() {
		Registered client = this.server.registered(CLIENT);
		Answer answer = change(client.id(), "{\"status\":\"active\"}").expect(200);
		assertThat(answer.json()).containsEntry("clientId", client.id()).containsEntry("status", "active");
		assertThat(token(client)).isEqualTo(200);
		assertThat(this.server.bean(SeenEvents.class).seen()).last()
			.isInstanceOfSatisfying(ClientEvent.StatusChanged.class,
					(event) -> assertThat(event.by()).isEqualTo("user"));
		assertThat(change(client.id(), "{\"status\":\"disabled\"}").expect(200).json()).containsEntry("status",
				"disabled");
		assertThat(token(client)).isEqualTo(401);
	}

	@Test
	void actuatorThenShowsAllButCredentials() {
		Registered client = this.server.registered(CLIENT);
		Answer answer = this.server.http().get("/actuator/dcrclients/" + client.id(), ADMIN).expect(200);
		assertThat(answer.json()).containsEntry("status", "pending")
			.containsKeys("issuedAt", "updatedAt")
			.hasEntrySatisfying("metadata",
					(metadata) -> assertThat((Map<?, ?>) metadata).extracting("client_name").isEqualTo("Before"));
		assertThat(answer.body()).doesNotContain(client.token())
			.doesNotContain(client.secret())
			.doesNotContain(find(client).tokenHash());
	}

	@Test
	void actuatorWhenDeleteThenRejected() {
		Registered client = this.server.registered(CLIENT);
		String path = "/actuator/dcrclients/" + client.id();
		assertThat(this.server.http().delete(path, ADMIN).status()).isEqualTo(204);
		assertThat(this.server.find(client.id())).isNull();
		assertThat(this.server.http().delete(path, ADMIN).expect(404).string("error_description")).contains("client");
		assertThat(this.server.http().get(path, ADMIN).status()).isEqualTo(404);
		assertThat(change(client.id(), "{\"status\":\"active\"}").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"status\":\"pending\"}", "{\"status\":\"ACTIVE\"}", "{\"status\":\"\"}",
			"{\"status\":null}", "{\"status\":1}", "{\"status\":[\"active\"]}", "{\"status\":{}}", "[]", "1", "null",
			"{", "", "{\"Status\":\"active\"}", "{\"other\":\"active\"}" })
	void actuatorWhenBodyIsBadThen400AndNothingChanged(String body) {
		Registered client = this.server.registered(CLIENT);
		Answer answer = change(client.id(), body);
		// {"status":["active"]} says what it means
		if (answer.status() != 200) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
			assertThat(find(client).status()).isEqualTo(ClientStatus.PENDING);
		}
	}

	@ParameterizedTest
	@CsvSource({ "status=other", "status=PENDING", "limit=0", "limit=-1", "limit=x", "limit=1001", "limit=99999999999",
			"after=%00", "after=%E2%82%AC" })
	void actuatorWhenParameterIsBadThen400WithReason(String query) {
		Answer answer = this.server.http().get("/actuator/dcrclients?" + query, ADMIN).expect(400);
		assertThat(answer.string("error_description")).isNotEmpty();
	}

	@Test
	void actuatorWhenListedThenEveryPageOnce() {
		for (int i = 0; i < 5; i++) {
			this.server.registered(CLIENT);
		}
		Registered disabled = this.server.registered(CLIENT);
		this.lifecycle.disable(disabled.id());
		assertThat(listed("disabled")).contains(disabled.id());
		assertThat(listed("pending")).doesNotContain(disabled.id())
			.hasSizeGreaterThanOrEqualTo(5)
			.doesNotHaveDuplicates();
		assertThat(listed(null)).contains(disabled.id()).doesNotHaveDuplicates();
	}

	@Test
	void actuatorWhenNobodyIsAuthenticatedThen401() {
		Registered client = this.server.registered(CLIENT);
		assertThat(this.server.http()
			.post("/actuator/dcrclients/" + client.id(), "{\"status\":\"active\"}", Registered.bearer(client.token()))
			.status()).isEqualTo(401);
		assertThat(this.server.http().get("/actuator/dcrclients").status()).isEqualTo(401);
		assertThat(find(client).status()).isEqualTo(ClientStatus.PENDING);
	}

	@SuppressWarnings("unchecked")
	private List<String> listed(String status) {
		List<String> ids = new CopyOnWriteArrayList<>();
		String next = "";
		while (next != null) {
			Map<String, Object> page = this.server.http()
				.get("/actuator/dcrclients?limit=2" + next + ((status != null) ? "&status=" + status : ""), ADMIN)
				.expect(200)
				.json();
			List<Map<String, Object>> clients = (List<Map<String, Object>>) page.get("clients");
			clients.forEach((client) -> ids.add((String) client.get("clientId")));
			next = page.containsKey("next") ? "&after=" + page.get("next") : null;
		}
		return ids;
	}

	private Answer change(String clientId, String body) {
		return this.server.http().post("/actuator/dcrclients/" + clientId, body, ADMIN);
	}

	private int token(Registered client) {
		return this.server.token(client.id(), client.secret(), GRANT).status();
	}

	private ClientRegistration find(Registered client) {
		return this.lifecycle.find(client.id());
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, SeenEvents.class })
	static class Application {

	}

}
