package io.github.opendcr.e2e.feature;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link RegistrationConstraint} takes part in the transaction: what it refuses has not
 * happened, and what it wrote has not happened if something else fails.
 */
class RegistrationConstraintTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static TestServer server;

	private static Ledger ledger;

	@BeforeAll
	static void start() {
		server = TestServer.start(WithLedger.class);
		ledger = server.bean(Ledger.class);
		server.bean(JdbcTemplate.class).execute("CREATE TABLE ledger (client_id varchar(100), entry varchar(100))");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void agree() {
		ledger.objection = (registration) -> {
		};
		server.bean(JdbcTemplate.class).update("DELETE FROM ledger");
	}

	@Test
	void constraintWhenItAgreesThenSeesEachStepOnce() {
		Registered client = server.registered(CLIENT);
		Answer updated = client.update(client.asUpdate("client_name", "New")).expect(200);
		new Registered(server.http(), updated).delete().expect(204);
		assertThat(ledger.entries(client.id())).containsExactlyInAnyOrder("register", "update null to New", "delete");
	}

	@Test
	void registerWhenConstraintRefusesThenItsAnswerAndNothingChanged() {
		Map<String, Integer> before = server.rows();
		ledger.objection = WithLedger::refuse;
		Refusals.assertRefused(server.register(CLIENT), "invalid_client_metadata", "ledger");
		assertThat(server.rows()).isEqualTo(before);
		assertThat(ledger.entries()).isEmpty();
	}

	@Test
	void updateWhenConstraintRefusesThenItsAnswerAndNothingChanged() {
		Registered client = server.registered(CLIENT);
		ledger.objection = WithLedger::refuse;
		Refusals.assertRefused(client.update(client.asUpdate("client_name", "New")), "invalid_client_metadata",
				"ledger");
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
		assertThat(ledger.entries(client.id())).containsExactly("register");
	}

	@Test
	void updateWhenTokenWasUsedMeanwhileThenWhatTheConstraintWroteIsUndone() {
		Registered client = server.registered(CLIENT);
		Map<String, Object> update = client.asUpdate("client_name", "New");
		ledger.objection = (registration) -> deleteElsewhere(client.id());
		Refusals.assertInvalidToken(client.update(update));
		assertThat(ledger.entries(client.id())).containsExactly("register");
	}

	@Test
	void deleteWhenTokenWasUsedMeanwhileThenWhatTheConstraintWroteIsUndone() {
		Registered client = server.registered(CLIENT);
		ledger.objection = (registration) -> deleteElsewhere(client.id());
		Refusals.assertInvalidToken(client.delete());
		assertThat(ledger.entries(client.id())).containsExactly("register");
	}

	private static void deleteElsewhere(String clientId) {
		try (ConcurrentCalls calls = new ConcurrentCalls()) {
			assertThat(calls.elsewhere(() -> server.bean(ClientRegistrationStore.class).delete(clientId, 1))).isTrue();
		}
	}

	/**
	 * Writes down what happens, in the same database.
	 */
	static final class Ledger implements RegistrationConstraint {

		private final JdbcTemplate jdbcTemplate;

		private Consumer<ClientRegistration> objection = (registration) -> {
		};

		Ledger(JdbcTemplate jdbcTemplate) {
			this.jdbcTemplate = jdbcTemplate;
		}

		@Override
		public void onRegister(ClientRegistration registration) {
			write(registration, "register");
		}

		@Override
		public void onUpdate(ClientRegistration before, ClientRegistration after) {
			write(before, "update " + before.metadata().getClientName() + " to " + after.metadata().getClientName());
		}

		@Override
		public void onDelete(ClientRegistration registration) {
			write(registration, "delete");
		}

		private void write(ClientRegistration registration, String entry) {
			this.jdbcTemplate.update("INSERT INTO ledger VALUES (?, ?)", registration.clientId(), entry);
			this.objection.accept(registration);
		}

		private List<String> entries(String clientId) {
			return this.jdbcTemplate.queryForList("SELECT entry FROM ledger WHERE client_id = ?", String.class,
					clientId);
		}

		private List<String> entries() {
			return this.jdbcTemplate.queryForList("SELECT entry FROM ledger", String.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithLedger {

		@Bean
		Ledger ledger(JdbcTemplate jdbcTemplate) {
			return new Ledger(jdbcTemplate);
		}

		private static void refuse(ClientRegistration registration) {
			throw new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, "The ledger is closed");
		}

	}

}
