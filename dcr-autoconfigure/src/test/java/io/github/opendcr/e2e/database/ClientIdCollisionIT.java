package io.github.opendcr.e2e.database;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientEvent;
import io.github.opendcr.registration.SecureCredentialsGenerator;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A generator that returns a {@code client_id} that is taken is asked again; the stores'
 * unique keys are what tells.
 */
class ClientIdCollisionIT {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private TestServer server;

	/**
	 * With a transaction, as quotas need, and where one statement does without.
	 */
	enum Storage {

		MEMORY, H2, POSTGRESQL_IN_A_TRANSACTION, POSTGRESQL_BY_ONE_STATEMENT;

		TestServer start() {
			return switch (this) {
				case MEMORY -> TestServer.startInMemory(Generators.class);
				case H2 -> TestServer.start(Generators.class);
				case POSTGRESQL_IN_A_TRANSACTION ->
					TestServer.start(TestDatabases.postgresql().createSpringTables(), Generators.class);
				case POSTGRESQL_BY_ONE_STATEMENT -> TestServer.start(TestDatabases.postgresql().createSpringTables(),
						Generators.class, "dcr.quota.total=-1");
			};
		}

	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Registered startAndRegisterAsTaken(Storage storage) {
		this.server = storage.start();
		this.server.bean(Next.class).clientIds.add("taken");
		return this.server.registered(CLIENT);
	}

	@ParameterizedTest
	@EnumSource
	void registerWhenClientIdIsTakenThenAnotherOne(Storage storage) {
		Registered first = startAndRegisterAsTaken(storage);
		Next next = this.server.bean(Next.class);
		next.clientIds.addAll(List.of("taken", "taken", "free"));
		Registered second = this.server.registered(CLIENT);
		assertThat(first.id()).isEqualTo("taken");
		assertThat(second.id()).isEqualTo("free");
		assertThat(next.events).containsExactly("taken", "free");
		first.read().expect(200);
		second.delete().expect(204);
		first.delete().expect(204);
	}

	@ParameterizedTest
	@EnumSource
	void registerWhenEachClientIdIsTakenThenServerErrorAndNothingChanged(Storage storage) {
		Registered first = startAndRegisterAsTaken(storage);
		Next next = this.server.bean(Next.class);
		Map<String, Object> before = first.read().expect(200).json();
		next.clientIds.addAll(Collections.nCopies(3, "taken"));
		assertThat(this.server.register(CLIENT).expect(500).json()).containsEntry("error", "server_error");
		assertThat(next.clientIds).isEmpty();
		assertThat(next.events).containsExactly("taken");
		assertThat(first.read().expect(200).json()).isEqualTo(before);
	}

	static final class Next {

		private final Deque<String> clientIds = new ArrayDeque<>();

		private final List<String> events = new ArrayList<>();

	}

	@Configuration(proxyBeanMethods = false)
	static class Generators {

		@Bean
		Next next() {
			return new Next();
		}

		@Bean
		ClientCredentialsGenerator credentialsGenerator(Next next) {
			ClientCredentialsGenerator random = new SecureCredentialsGenerator(Clock.systemUTC());
			return new ClientCredentialsGenerator() {

				@Override
				public String clientId() {
					return next.clientIds.remove();
				}

				@Override
				public String clientSecret() {
					return random.clientSecret();
				}

				@Override
				public String registrationAccessToken() {
					return random.registrationAccessToken();
				}

			};
		}

		@Bean
		Listener listener(Next next) {
			return new Listener(next);
		}

	}

	record Listener(Next next) {

		@EventListener
		void onRegistered(ClientEvent.Registered event) {
			this.next.events.add(event.registration().clientId());
		}

	}

}
