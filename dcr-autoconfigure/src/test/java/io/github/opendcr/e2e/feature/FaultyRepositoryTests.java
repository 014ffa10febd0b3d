package io.github.opendcr.e2e.feature;

import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.storage.RegisteredClientRemover;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application supplies throws, hangs or lies: nobody reads what it threw, nothing
 * is changed by half, and other clients don't notice.
 */
class FaultyRepositoryTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "client_credentials"]}"""
		.formatted(REDIRECT_URI);

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials", "scope", "profile");

	private static final String INNER = "secret of the house";

	// What is found and what is saved become what these return
	private static final AtomicReference<UnaryOperator<RegisteredClient>> onFind = new AtomicReference<>();

	private static final AtomicReference<UnaryOperator<RegisteredClient>> onSave = new AtomicReference<>();

	private static final AtomicReference<String> failingMethods = new AtomicReference<>();

	private static TestServer server;

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	@BeforeAll
	static void start() {
		work();
		server = TestServer.start(Faulty.class,
				Stream
					.concat(Stream.of(AllEndpoints.PROPERTIES), Stream
						.of("spring.main.allow-bean-definition-overriding=true", "logging.level.io.github.opendcr=off"))
					.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void workAgain() {
		work();
	}

	private static void work() {
		onFind.set(UnaryOperator.identity());
		onSave.set(UnaryOperator.identity());
		failingMethods.set("none");
	}

	private static UnaryOperator<RegisteredClient> failingFor(Registered client) {
		return (found) -> {
			if (isSame(found, client)) {
				throw new IllegalStateException(INNER);
			}
			return found;
		};
	}

	private static boolean isSame(@Nullable RegisteredClient found, Registered client) {
		return found != null && found.getClientId().equals(client.id());
	}

	private static Answer token(Registered client) {
		return server.token(client.id(), client.secret(), GRANT);
	}

	private static void assertOthersAreServed() {
		assertThat(server.accessToken(TestServer.CALLER, "other")).isNotEmpty();
	}

	private static void assertFailed(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(500);
		assertThat(answer.toString()).doesNotContain(INNER, "Exception");
	}

	private static void assertServerError(Answer answer) {
		assertFailed(answer);
		assertThat(answer.json()).containsEntry("error", "server_error");
	}

	@Test
	void findWhenRepositoryThrowsThenNoInnerTextAndOthersAreServed() {
		Registered client = server.registered(CLIENT);
		Answer tokens = server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
		Browser user = new Browser(server.http());
		user.logIn();
		Map<String, Integer> before = server.rows();
		onFind.set(failingFor(client));
		assertFailed(token(client));
		String[] basic = TestServer.basic(client.id(), client.secret());
		for (String path : List.of("/oauth2/introspect", "/oauth2/revoke", "/oauth2/par",
				"/oauth2/device_authorization")) {
			assertFailed(server.http().form(path, Map.of("token", "x"), basic));
		}
		assertFailed(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "profile")));
		assertFailed(server.get("/userinfo", Registered.bearer(tokens.string("access_token"))));
		assertFailed(server.get("/connect/logout?id_token_hint=" + tokens.string("id_token")));
		assertServerError(client.read());
		assertServerError(client.update(client.asUpdate("client_name", "After")));
		assertServerError(client.delete());
		assertThat(server.rows()).isEqualTo(before);
		assertOthersAreServed();
		work();
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
		token(client).expect(200);
	}

	@Test
	void findWhenRepositoryHangsAndGivesUpThenComesAgainAndOthersAreServedMeanwhile() throws Exception {
		Registered client = server.registered(CLIENT);
		CountDownLatch hanging = new CountDownLatch(2);
		CountDownLatch givesUp = new CountDownLatch(1);
		onFind.set((found) -> {
			if (isSame(found, client)) {
				hanging.countDown();
				ConcurrentCalls.await(givesUp);
				throw new UncheckedIOException(INNER, new SocketTimeoutException("Read timed out"));
			}
			return found;
		});
		Future<Answer> token = this.calls.start(() -> token(client));
		Future<Answer> read = this.calls.start(client::read);
		ConcurrentCalls.await(hanging);
		assertOthersAreServed();
		server.register(CLIENT).expect(201);
		givesUp.countDown();
		for (Future<Answer> answer : List.of(token, read)) {
			assertThat(answer.get().expect(503).header("Retry-After")).isEqualTo("10");
			assertThat(answer.get().json()).containsEntry("error", "temporarily_unavailable");
			assertThat(answer.get().toString()).doesNotContain(INNER, "timed out");
		}
		work();
		token(client).expect(200);
	}

	@Test
	void findWhenRepositoryReturnsAnotherClientThenRefusedAndNeitherIsChanged() {
		Registered client = server.registered(CLIENT);
		Registered other = server.registered(CLIENT);
		for (RegisteredClient lie : List.of(server.find(other.id()), server.find(TestServer.CALLER))) {
			Map<String, Integer> before = server.rows();
			onFind.set((found) -> isSame(found, client) ? lie : found);
			assertThat(token(client).expect(401).json()).containsEntry("error", "invalid_client");
			Refusals.assertInvalidToken(client.read());
			Refusals.assertInvalidToken(client.update(client.asUpdate("client_name", "After")));
			Refusals.assertInvalidToken(server.post(client.uri() + "/secret", "", client.answer().bearer()));
			Refusals.assertInvalidToken(client.delete());
			token(other).expect(200);
			assertOthersAreServed();
			work();
			assertThat(server.rows()).containsAllEntriesOf(clients(before));
			assertThat(server.find(lie.getClientId())).isEqualTo(lie);
			assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
			token(client).expect(200);
		}
	}

	private static Map<String, Integer> clients(Map<String, Integer> rows) {
		return Map.of("oauth2_registered_client", rows.get("oauth2_registered_client"), "dcr_client_registration",
				rows.get("dcr_client_registration"));
	}

	// As from a replica that lags behind: see requestWhenTheRepositoryLagsBehind... of
	// OwnRepositoryTests
	@Test
	void registerWhenRepositoryForgetsTheClientThenItIsNobody() {
		onSave.set((client) -> null);
		Registered client = new Registered(server.http(), server.register(CLIENT).expect(201));
		work();
		assertThat(token(client).expect(401).json()).containsEntry("error", "invalid_client");
		Refusals.assertInvalidToken(client.read());
		Refusals.assertInvalidToken(client.delete());
		assertOthersAreServed();
	}

	@Test
	void saveWhenRepositoryThrowsThenAllIsAsBefore() {
		Registered client = server.registered(CLIENT);
		Map<String, Integer> before = server.rows();
		onSave.set((saved) -> {
			throw new IllegalStateException(INNER);
		});
		assertServerError(server.register(CLIENT));
		assertServerError(client.update(client.asUpdate("client_name", "After")));
		work();
		assertThat(server.rows()).isEqualTo(before);
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
		assertOthersAreServed();
	}

	@Test
	void requestWhenStoreThrowsThenNoInnerTextAndAllIsAsBefore() {
		Registered client = server.registered(CLIENT);
		Map<String, Integer> before = server.rows();
		failingMethods.set("insert");
		assertServerError(server.register(CLIENT));
		failingMethods.set("replace");
		assertServerError(client.update(client.asUpdate("client_name", "After")));
		failingMethods.set("delete");
		assertServerError(client.delete());
		assertOthersAreServed();
		failingMethods.set("find"); // also for others: whose settings a client has
		assertServerError(client.read());
		assertFailed(token(client));
		work();
		assertThat(server.rows()).containsAllEntriesOf(clients(before));
		assertThat(client.read().expect(200).json()).doesNotContainKey("client_name");
		token(client).expect(200);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(AllEndpoints.class)
	static class Faulty {

		@Bean
		RegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations) {
			JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(jdbcOperations);
			TestServer.handRegistered().forEach(repository::save);
			return new FaultyRepository(repository, jdbcOperations);
		}

		@Bean
		ClientRegistrationStore clientRegistrationStore(DataSource dataSource, JdbcOperations jdbcOperations) {
			// whoever has a store makes its tables
			new ResourceDatabasePopulator(new ClassPathResource("io/github/opendcr/store/schema-h2.sql"))
				.execute(dataSource);
			return faulty(new JdbcClientRegistrationStore(jdbcOperations));
		}

		private static ClientRegistrationStore faulty(ClientRegistrationStore store) {
			return (ClientRegistrationStore) Proxy.newProxyInstance(Faulty.class.getClassLoader(),
					new Class<?>[] { ClientRegistrationStore.class }, (proxy, method, arguments) -> {
						if (method.getName().startsWith(failingMethods.get())) {
							throw new IllegalStateException(INNER);
						}
						try {
							return method.invoke(store, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

	}

	private record FaultyRepository(RegisteredClientRepository delegate,
			JdbcOperations jdbc) implements RegisteredClientRepository, RegisteredClientRemover {

		@Override
		public void save(RegisteredClient client) {
			RegisteredClient saved = onSave.get().apply(client);
			if (saved != null) {
				this.delegate.save(saved);
			}
		}

		@Override
		public @Nullable RegisteredClient findById(String id) {
			return onFind.get().apply(this.delegate.findById(id));
		}

		@Override
		public @Nullable RegisteredClient findByClientId(String clientId) {
			return onFind.get().apply(this.delegate.findByClientId(clientId));
		}

		@Override
		public void remove(RegisteredClient client) {
			this.jdbc.update("DELETE FROM oauth2_registered_client WHERE id = ?", client.getId());
		}

	}

}
