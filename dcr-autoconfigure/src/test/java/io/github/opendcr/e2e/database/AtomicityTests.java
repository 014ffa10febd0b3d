package io.github.opendcr.e2e.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.storage.AuthorizationRemover;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Each operation either does all that it says or has changed nothing, whatever fails
 * midway and whoever comes in between.
 */
class AtomicityTests {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "grant_types": ["authorization_code", "client_credentials"]}""";

	private static TestServer server;

	private static Failures failures;

	@BeforeAll
	static void start() {
		server = TestServer.start(FailingRepository.class, "spring.main.allow-bean-definition-overriding=true",
				"dcr.allowed-grant-types=authorization_code,client_credentials", "logging.level.io.github.opendcr=off");
		failures = server.bean(Failures.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void work() {
		failures.onSave.set(null);
		failures.onRemove.set(null);
		failures.onToken.set(null);
	}

	private static void fail() {
		throw new IllegalStateException("secret of the house");
	}

	private static void assertServerError(Answer answer) {
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.json()).containsOnlyKeys("error", "error_description").containsEntry("error", "server_error");
		assertThat(answer.body()).doesNotContain("secret of the house", "Exception");
	}

	@Test
	void registerWhenSaveFailsThenNothingIsLeft() {
		Map<String, Integer> before = server.rows();
		failures.onSave.set(AtomicityTests::fail);
		assertServerError(server.register(CLIENT));
		assertThat(server.rows()).isEqualTo(before);
	}

	@Test
	void updateWhenSaveFailsThenAllIsAsBefore() {
		Registered client = server.registered(CLIENT);
		RegisteredClient before = server.find(client.id());
		failures.onSave.set(AtomicityTests::fail);
		assertServerError(client.update(client.asUpdate("client_name", "New")));
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
		assertThat(server.find(client.id())).isEqualTo(before);
	}

	@Test
	void deleteWhenRemovalFailsThenAllIsAsBeforeAndCanBeRepeated() {
		Registered client = server.registered(CLIENT);
		Map<String, Integer> before = server.rows();
		failures.onRemove.set(AtomicityTests::fail);
		assertServerError(client.delete());
		assertThat(server.rows()).isEqualTo(before);
		failures.onRemove.set(null);
		assertThat(client.delete().status()).isEqualTo(204);
		assertThat(server.find(client.id())).isNull();
	}

	// Spring saves the authorization after the client was deleted
	@Test
	void deleteWhileTokenIsIssuedThenTokenIsVoid() {
		Registered client = server.registered(CLIENT);
		failures.onToken.set(() -> client.delete().expect(204));
		Answer tokens = server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials"));
		assertThat(failures.onToken).hasValue(null);
		Refusals.assertInvalidToken(client.read());
		assertThat(server.find(client.id())).isNull();
		assertThat(tokens.status()).as(tokens.toString()).isEqualTo(400);
		assertThat(tokens.string("error")).isEqualTo("invalid_client");
		assertThat(authorizations(client)).isZero();
	}

	// Spring saves the authorization after the client was disabled
	@Test
	void disableWhileTokenIsIssuedThenTokenIsVoid() {
		Registered client = server.registered(CLIENT);
		failures.onToken.set(() -> server.bean(ClientLifecycle.class).disable(client.id()));
		Answer tokens = server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials"));
		assertThat(failures.onToken).hasValue(null);
		assertThat(tokens.status()).as(tokens.toString()).isEqualTo(400);
		assertThat(tokens.string("error")).isEqualTo("invalid_client");
		assertThat(authorizations(client)).isZero();
	}

	@Test
	void disableWhenTokenIsIssuedBeforeItsCommitThenTokenIsVoid() {
		Registered client = server.registered(CLIENT);
		List<Answer> tokens = new ArrayList<>();
		failures.onRemove.set(() -> {
			failures.onRemove.set(null);
			tokens.add(server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")));
			assertThat(authorizations(client)).isOne();
		});
		server.bean(ClientLifecycle.class).disable(client.id());
		assertThat(tokens).singleElement().extracting(Answer::status).isEqualTo(200);
		assertThat(authorizations(client)).isZero();
	}

	@Test
	void disableWhenRevocationFailsThenNothingChanged() {
		Registered client = server.registered(CLIENT);
		failures.onRemove.set(AtomicityTests::fail);
		assertThatIllegalStateException().isThrownBy(() -> server.bean(ClientLifecycle.class).disable(client.id()));
		assertThat(client.read().expect(200).json()).doesNotContainKey("registration_status");
		assertThat(server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).status())
			.isEqualTo(200);
	}

	private static int authorizations(Registered client) {
		return server.bean(JdbcTemplate.class)
			.queryForObject("SELECT count(*) FROM oauth2_authorization WHERE principal_name = ?", Integer.class,
					client.id());
	}

	/**
	 * What happens midway.
	 *
	 * @param onSave while a client is saved
	 * @param onRemove while authorizations are removed
	 * @param onToken while a token is made, once
	 */
	record Failures(AtomicReference<Runnable> onSave, AtomicReference<Runnable> onRemove,
			AtomicReference<Runnable> onToken) {

		private static void run(Runnable action) {
			if (action != null) {
				action.run();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingRepository {

		@Bean
		Failures failures() {
			return new Failures(new AtomicReference<>(), new AtomicReference<>(), new AtomicReference<>());
		}

		@Bean
		@Primary
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations, Failures failures) {
			JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(jdbcOperations) {

				@Override
				public void save(RegisteredClient registeredClient) {
					super.save(registeredClient);
					Failures.run(failures.onSave().get());
				}

			};
			TestServer.handRegistered().forEach(repository::save);
			return repository;
		}

		@Bean
		AuthorizationRemover authorizationRemover(JdbcOperations jdbcOperations, Failures failures) {
			return (client) -> {
				for (String table : List.of("oauth2_authorization", "oauth2_authorization_consent")) {
					jdbcOperations.update("DELETE FROM " + table + " WHERE registered_client_id = ?", client.getId());
				}
				Failures.run(failures.onRemove().get());
			};
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> tokenCustomizer(Failures failures) {
			return (context) -> Failures.run(failures.onToken().getAndSet(null));
		}

	}

}
