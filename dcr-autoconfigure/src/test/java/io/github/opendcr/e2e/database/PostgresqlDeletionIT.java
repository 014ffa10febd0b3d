package io.github.opendcr.e2e.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.storage.AuthorizationRemover;
import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that is deleted by one statement (RFC 7592 §2.3): only where nobody has more
 * to say.
 */
class PostgresqlDeletionIT {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static TestServer start(Class<?> configuration, String... properties) {
		return TestServer.start(TestDatabases.postgresql().createSpringTables(), configuration, properties);
	}

	@Test
	void deleteThenTheEventHasWhatWasStored() {
		try (TestServer server = start(Indifferent.class, "dcr.quota.total=-1")) {
			Registered client = server.registered(CLIENT);
			ClientRegistration stored = server.bean(ClientRegistrationStore.class).findByClientId(client.id());
			client.delete().expect(204);
			Refusals.assertInvalidToken(client.delete());
			assertThat(server.bean(Deletions.class).told).containsExactly(stored);
			assertThat(server.bean(Deletions.class).asked).isEmpty();
		}
	}

	@Test
	void deleteWhenTheApplicationRemovedTheClientThenInvalidTokenAndNoEvent() {
		try (TestServer server = start(Indifferent.class, "dcr.quota.total=-1")) {
			Registered client = server.registered(CLIENT);
			server.bean(JdbcTemplate.class)
				.update("DELETE FROM oauth2_registered_client WHERE client_id = ?", client.id());
			Refusals.assertInvalidToken(client.delete());
			assertThat(server.bean(ClientRegistrationStore.class).findByClientId(client.id())).isNotNull();
			assertThat(server.bean(Deletions.class).told).isEmpty();
		}
	}

	@Test
	void deleteWhenTheApplicationHasRemoversThenTheyAreAsked() {
		try (TestServer server = start(WithRemovers.class, "dcr.quota.total=-1")) {
			Registered client = server.registered(CLIENT);
			client.delete().expect(204);
			assertThat(server.bean(Deletions.class).asked).startsWith("grants of " + client.id(),
					"client " + client.id());
		}
	}

	@Test
	void deleteWhenClientHasSoftwareStatementThenItIsForgottenWithTheClient() {
		try (StatementIssuer issuer = new StatementIssuer();
				TestServer server = start(Indifferent.class,
						issuer.trusted("single-use=false", "dcr.quota.total=-1"))) {
			String statement = issuer.statement("software_id", "app", "redirect_uris",
					List.of("https://client.example/cb"));
			Registered client = server.registered("{\"software_statement\": \"" + statement + "\"}");
			assertThat(statements(server)).isEqualTo(1);
			client.delete().expect(204);
			assertThat(statements(server)).isZero();
			assertThat(server.bean(Deletions.class).told).hasSize(1);
		}
	}

	@Test
	void deleteWhenThereAreQuotasThenThePlaceIsGivenBack() {
		try (TestServer server = start(Indifferent.class, "dcr.quota.total=1")) {
			server.registered(CLIENT).delete().expect(204);
			server.registered(CLIENT).delete().expect(204);
		}
	}

	// What the deletion sees is what there was when it began
	@Test
	void deleteWhenTokenIsIssuedBeforeItsCommitThenTokenIsVoid() throws Exception {
		try (TestServer server = start(Indifferent.class, "dcr.quota.total=-1",
				"dcr.allowed-grant-types=client_credentials")) {
			Registered client = server.registered("{\"grant_types\": [\"client_credentials\"]}");
			JdbcTemplate jdbcTemplate = server.bean(JdbcTemplate.class);
			FutureTask<Answer> deletion = new FutureTask<>(client::delete);
			new TransactionTemplate(server.bean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
				jdbcTemplate.queryForList("SELECT 1 FROM dcr_client_registration WHERE client_id = ? FOR UPDATE",
						client.id());
				new Thread(deletion).start();
				awaitLocked(jdbcTemplate);
				server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).expect(200);
				assertThat(authorizations(jdbcTemplate)).isOne();
			});
			deletion.get().expect(204);
			assertThat(authorizations(jdbcTemplate)).isZero();
		}
	}

	private static void awaitLocked(JdbcTemplate jdbcTemplate) {
		while (jdbcTemplate.queryForObject("SELECT count(*) FROM pg_stat_activity "
				+ "WHERE datname = current_database() AND wait_event_type = 'Lock'", Integer.class) == 0) {
			Thread.onSpinWait();
		}
	}

	private static int authorizations(JdbcTemplate jdbcTemplate) {
		return jdbcTemplate.queryForObject("SELECT count(*) FROM oauth2_authorization", Integer.class);
	}

	private static int statements(TestServer server) {
		return server.bean(JdbcTemplate.class)
			.queryForObject("SELECT count(*) FROM dcr_software_statement", Integer.class);
	}

	static final class Deletions {

		private final List<String> asked = new ArrayList<>();

		private final List<ClientRegistration> told = new ArrayList<>();

	}

	record Listener(Deletions deletions) {

		@EventListener
		void onDeleted(ClientEvent.Deleted event) {
			this.deletions.told.add(event.registration());
		}

	}

	/**
	 * Says nothing of deletions beforehand.
	 */
	static class Concern implements RegistrationConstraint {

		private final Deletions deletions;

		Concern(Deletions deletions) {
			this.deletions = deletions;
		}

		@Override
		public void onDelete(ClientRegistration registration) {
			this.deletions.asked.add(registration.clientId());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Indifferent {

		@Bean
		Deletions deletions() {
			return new Deletions();
		}

		@Bean
		Listener listener(Deletions deletions) {
			return new Listener(deletions);
		}

		@Bean
		RegistrationConstraint constraint(Deletions deletions) {
			return new Concern(deletions) {

				@Override
				public boolean concerns(ClientRegistration registration) {
					return false;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithRemovers extends Indifferent {

		@Bean
		RegisteredClientRemover clients(Deletions deletions, RegisteredClientRepository repository,
				JdbcTemplate jdbcTemplate) {
			return (client) -> {
				assertThat(repository.findById(client.getId())).isNotNull();
				jdbcTemplate.update("DELETE FROM oauth2_registered_client WHERE id = ?", client.getId());
				deletions.asked.add("client " + client.getClientId());
			};
		}

		@Bean
		AuthorizationRemover authorizations(Deletions deletions) {
			return (client) -> deletions.asked.add("grants of " + client.getClientId());
		}

	}

}
