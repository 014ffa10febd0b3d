package io.github.opendcr.wiring;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application and its operators are told.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class EventsTests {

	private static final String METADATA = """
			{%s"redirect_uris":["https://client.example.org/cb"],"client_name":"%s"}""";

	private TestServer server;

	private Listener listener;

	@BeforeAll
	void start() {
		this.server = TestServer.run(Listening.class, "dcr.enabled=true", "dcr.permission=allow-all",
				Applications.SPRING_SCHEMA, "logging.level.io.github.opendcr=trace");
		this.listener = this.server.bean(Listener.class);
	}

	@BeforeEach
	void forget() {
		this.listener.events.clear();
		this.listener.seen.clear();
		this.listener.failing = false;
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@Test
	void eventsWhenClientLivesThenAreOnePerStepAfterTheCommit() {
		Answer registered = register("app");
		Answer updated = update(registered, "new");
		delete(registered, updated);
		assertThat(this.listener.events).hasSize(3);
		assertThat(this.listener.events.get(0)).isInstanceOfSatisfying(ClientEvent.Registered.class, (event) -> {
			assertThat(event.registration().clientId()).isEqualTo(registered.clientId());
			assertThat(event.registration().registrant()).isEqualTo(Registrant.ANONYMOUS);
		});
		assertThat(this.listener.events.get(1)).isInstanceOfSatisfying(ClientEvent.Updated.class, (event) -> {
			assertThat(event.previous().metadata().getClientName()).isEqualTo("app");
			assertThat(event.registration().metadata().getClientName()).isEqualTo("new");
		});
		assertThat(this.listener.events.get(2)).isInstanceOfSatisfying(ClientEvent.Deleted.class,
				(event) -> assertThat(event.registration().clientId()).isEqualTo(registered.clientId()));
		assertThat(this.listener.seen).as("in no transaction, stored, stored, deleted")
			.containsExactly("false true", "false true", "false false");
	}

	@Test
	void eventsWhenRequestIsRefusedThenAreNone() {
		Answer registered = register("app");
		this.listener.events.clear();
		assertThat(this.server.post("/oauth2/register", "{\"redirect_uris\":[\"nonsense\"]}").status()).isEqualTo(400);
		assertThat(this.server
			.send("PUT", registered.clientUri(), METADATA.formatted("", "new"), "Content-Type", "application/json",
					"Authorization", registered.bearer()[1])
			.status()).isEqualTo(400);
		assertThat(this.server.send("DELETE", registered.clientUri(), "").status()).isEqualTo(401);
		assertThat(this.listener.events).isEmpty();
	}

	@Test
	void eventsWhenListenerFailsThenRequestSucceeds(CapturedOutput output) {
		this.listener.failing = true;
		Answer registered = register("app");
		assertThat(registered.status()).isEqualTo(201);
		Answer updated = update(registered, "new");
		assertThat(updated.status()).isEqualTo(200);
		assertThat(delete(registered, updated).status()).isEqualTo(204);
		assertThat(output).contains("A listener of ClientEvent.Registered failed");
	}

	@Test
	void logsWhenTraceThenHoldNoSecretAndNoToken(CapturedOutput output) {
		Answer registered = register("app");
		this.server.get(registered.clientUri(), registered.bearer());
		this.server.get(registered.clientUri(), "Authorization", "Bearer wrong-token");
		this.server.send("PUT", registered.clientUri(),
				METADATA.formatted(
						"\"client_id\":\"" + registered.clientId() + "\",\"client_secret\":\"wrong-secret\",", "new"),
				"Content-Type", "application/json", "Authorization", registered.bearer()[1]);
		Answer updated = update(registered, "new");
		this.server.post("/oauth2/register", "{\"redirect_uris\":[\"nonsense\"],\"client_name\":\"whole-body\"}");
		delete(registered, updated);
		assertThat(output.toString()).contains("Refused with")
			.doesNotContain(registered.string("client_secret"), registered.bearer()[1].substring(7),
					updated.bearer()[1].substring(7), "wrong-token", "wrong-secret", "whole-body", "dcr_cs_",
					"dcr_rat_");
	}

	private Answer register(String name) {
		return this.server.post("/oauth2/register", METADATA.formatted("", name));
	}

	private Answer update(Answer registered, String name) {
		return this.server.send("PUT", registered.clientUri(),
				METADATA.formatted("\"client_id\":\"" + registered.clientId() + "\",", name), "Content-Type",
				"application/json", "Authorization", registered.bearer()[1]);
	}

	private Answer delete(Answer registered, Answer updated) {
		return this.server.send("DELETE", registered.clientUri(), "", updated.bearer());
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening extends Applications.JdbcRepository {

		@Bean
		Listener listener(ClientRegistrationStore store) {
			return new Listener(store);
		}

	}

	/**
	 * Keeps what it hears, and whether there was a transaction and the client in it.
	 */
	static class Listener {

		private final List<ClientEvent> events = new ArrayList<>();

		private final List<String> seen = new ArrayList<>();

		private final ClientRegistrationStore store;

		private boolean failing;

		Listener(ClientRegistrationStore store) {
			this.store = store;
		}

		@EventListener
		void on(ClientEvent event) {
			this.events.add(event);
			this.seen.add(TransactionSynchronizationManager.isActualTransactionActive() + " "
					+ (this.store.findByClientId(event.registration().clientId()) != null));
			if (this.failing) {
				throw new IllegalStateException("the listener fails");
			}
		}

	}

}
