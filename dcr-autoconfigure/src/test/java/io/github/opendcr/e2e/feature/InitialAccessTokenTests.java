package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Initial access tokens (RFC 7591 §3): who holds one may register, as often as it says.
 */
class InitialAccessTokenTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String MALFORMED = "{";

	private static TestServer server;

	private static MutableClock clock;

	private static Midway midway;

	@BeforeAll
	static void start() {
		server = TestServer.start(WithClock.class, "dcr.permission=initial-access-token",
				"dcr.policies.partner.require-proof-key=true", "logging.level.io.github.opendcr=off");
		clock = server.bean(MutableClock.class);
		midway = server.bean(Midway.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void doNothing() {
		midway.action = () -> {
		};
	}

	private static IssuedInitialAccessToken issue(InitialAccessTokenTerms terms) {
		return server.bean(InitialAccessTokens.class).issue(terms);
	}

	private static InitialAccessToken find(IssuedInitialAccessToken issued) {
		return Objects.requireNonNull(server.bean(InitialAccessTokens.class).find(issued.token().id()));
	}

	private static Answer register(String body, IssuedInitialAccessToken token) {
		return server.register(body, Registered.bearer(token.value()));
	}

	private static ClientRegistration registration(Answer answer) {
		return server.bean(ClientRegistrationStore.class).findByClientId(answer.expect(201).string("client_id"));
	}

	private static Answer refusalOfAWrongToken() {
		Answer wrong = server.register(CLIENT, Registered.bearer("dcr_iat_" + "x".repeat(43)));
		Refusals.assertInvalidToken(wrong);
		return wrong;
	}

	private static void assertRefusedLikeAWrongToken(Answer answer) {
		Answer wrong = refusalOfAWrongToken();
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo(wrong.body());
		assertThat(answer.header("WWW-Authenticate")).isEqualTo(wrong.header("WWW-Authenticate"));
	}

	private static List<Answer> atOnce(int number, IntFunction<Answer> caller) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(number);
		try {
			CountDownLatch ready = new CountDownLatch(number);
			List<Future<Answer>> futures = new ArrayList<>();
			IntStream.range(0, number).forEach((i) -> futures.add(executor.submit(() -> {
				ready.countDown();
				ready.await();
				return caller.apply(i);
			})));
			List<Answer> answers = new ArrayList<>();
			for (Future<Answer> future : futures) {
				answers.add(future.get());
			}
			return answers;
		}
		finally {
			executor.shutdownNow();
		}
	}

	// On another thread, and so outside of this one's transaction
	private static void elsewhere(Runnable action) {
		try {
			Thread thread = new Thread(action);
			thread.start();
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Nested
	class Presented {

		@Test
		void registerWhenTokenThenRegisteredOnItsTermsAndKeptWithTheClient() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"));
			ClientRegistration registration = registration(register(CLIENT, token));
			assertThat(registration.registrant()).isEqualTo(new Registrant(null, token.token().id(), "partner"));
			assertThat(find(token).remainingUses()).isZero();
		}

		@Test
		void registerWhenTokenIsUsedUpThen401LikeAWrongOneBeforeBodyIsRead() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2));
			register(CLIENT, token).expect(201);
			register(CLIENT, token).expect(201);
			assertRefusedLikeAWrongToken(register(MALFORMED, token));
		}

		@Test
		void registerWhenTokenExpiredThen401LikeAWrongOne() {
			IssuedInitialAccessToken token = issue(
					InitialAccessTokenTerms.SINGLE_USE.withUses(2).withTimeToLive(Duration.ofHours(1)));
			clock.advance(Duration.ofHours(1).minusMillis(1));
			register(CLIENT, token).expect(201);
			clock.advance(Duration.ofMillis(1));
			assertRefusedLikeAWrongToken(register(MALFORMED, token));
		}

		@Test
		void registerWhenTokenRevokedThen401LikeAWrongOneAndItsClientsLiveOn() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2));
			Registered client = new Registered(server.http(), register(CLIENT, token).expect(201));
			assertThat(server.bean(InitialAccessTokens.class).revoke(token.token().id(), "alice")).isTrue();
			assertRefusedLikeAWrongToken(register(MALFORMED, token));
			Answer updated = client.update(client.asUpdate("client_name", "Still here")).expect(200);
			assertThat(registration(new Answer(201, updated.headers(), updated.body())).registrant()
				.initialAccessTokenId()).isEqualTo(token.token().id());
		}

		@Test
		void registerWhenUsesAndLifetimeAreUnlimitedThenRegisteredEachTime() {
			IssuedInitialAccessToken token = issue(
					InitialAccessTokenTerms.SINGLE_USE.withUses(null).withTimeToLive(null));
			clock.advance(Duration.ofDays(3650));
			for (int i = 0; i < 3; i++) {
				register(CLIENT, token).expect(201);
			}
			assertThat(find(token).used()).isEqualTo(3);
		}

		@Test
		void registerWhenNoTokenThen401WithoutErrorCode() {
			Answer answer = server.register(MALFORMED);
			assertThat(answer.status()).isEqualTo(401);
			Refusals.assertRefused(answer);
			assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
			assertThat(answer.string("error_description")).contains("initial access token");
		}

		@Test
		void registerWhenSessionUserWithoutTokenThen401() {
			Http http = server.http();
			new Browser(http).logIn();
			assertThat(http.post("/oauth2/register", MALFORMED).status()).isEqualTo(401);
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "x", "dcr_iat_", "dcr_iat_x", "dcr_rat_x", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyIn0." })
		void registerWhenTokenIsWrongThen401LikeAnyWrongOne(String token) {
			assertRefusedLikeAWrongToken(server.register(MALFORMED, Registered.bearer(token)));
		}

		@Test
		void registerWhenTokenDiffersByALetterOrByItsCaseThen401() {
			String token = issue(InitialAccessTokenTerms.SINGLE_USE).value();
			for (String other : List.of(token.substring(0, token.length() - 1), token + "x", token.toUpperCase(),
					token.toLowerCase())) {
				assertRefusedLikeAWrongToken(server.register(CLIENT, Registered.bearer(other)));
			}
			assertThat(server.http().post("/oauth2/register?access_token=" + token, CLIENT).status()).isEqualTo(401);
		}

		@Test
		void registerWhenHashIsPresentedThen401() {
			issue(InitialAccessTokenTerms.SINGLE_USE);
			for (String hash : server.bean(JdbcTemplate.class)
				.queryForList("SELECT token_hash FROM dcr_initial_access_token", String.class)) {
				Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(hash)));
				Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer("dcr_iat_" + hash)));
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenAccessTokenHasTheScopeThenRegisteredByItsHolder(String caller) {
			Answer answer = server.register(CLIENT, Registered.bearer(server.accessToken(caller, "client.create")));
			assertThat(registration(answer).registrant()).isEqualTo(Registrant.named(caller));
		}

		@ParameterizedTest
		@ValueSource(strings = { TestServer.CALLER, TestServer.OPAQUE_CALLER })
		void registerWhenAccessTokenHasAnotherScopeThen403(String caller) {
			Answer answer = server.register(MALFORMED, Registered.bearer(server.accessToken(caller, "other")));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.json()).containsEntry("error", "insufficient_scope");
		}

		@Test
		void manageWhenInitialAccessTokenThen401() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2));
			Registered client = new Registered(server.http(), register(CLIENT, token).expect(201));
			Refusals.assertInvalidToken(server.http().get(client.uri(), Registered.bearer(token.value())));
			Refusals.assertInvalidToken(server.http().delete(client.uri(), Registered.bearer(token.value())));
		}

	}

	@Nested
	class Spent {

		@Test
		void registerWhenMetadataIsBadThenCostsNothing() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE);
			Refusals.assertRefused(register(MALFORMED, token));
			Refusals.assertRefused(register("{\"redirect_uris\": [\"nonsense\"]}", token));
			assertThat(find(token).used()).isZero();
			register(CLIENT, token).expect(201);
		}

		@Test
		void registerWhenALaterConstraintRefusesThenCostsNothing() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE);
			midway.action = () -> {
				assertThat(find(token).used()).isEqualTo(1);
				throw new RegistrationException(RegistrationError.ACCESS_DENIED, "Not today");
			};
			assertThat(register(CLIENT, token).status()).isEqualTo(403);
			assertThat(find(token).used()).isZero();
			midway.action = () -> {
			};
			register(CLIENT, token).expect(201);
		}

		@Test
		void registerWhenTheDatabaseFailsThenCostsNothing() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE);
			Map<String, Integer> before = server.rows();
			JdbcTemplate jdbcTemplate = server.bean(JdbcTemplate.class);
			jdbcTemplate.execute("ALTER TABLE oauth2_registered_client RENAME TO elsewhere");
			try {
				assertThat(register(CLIENT, token).status()).isEqualTo(500);
			}
			finally {
				jdbcTemplate.execute("ALTER TABLE elsewhere RENAME TO oauth2_registered_client");
			}
			assertThat(server.rows()).isEqualTo(before);
			assertThat(find(token).used()).isZero();
			register(CLIENT, token).expect(201);
		}

		@Test
		void registerWhenTokenExpiresMeanwhileThen401AndNothingIsRegistered() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2));
			Map<String, Integer> before = server.rows();
			midway.early = () -> clock.advance(Duration.ofDays(2));
			assertRefusedLikeAWrongToken(register(CLIENT, token));
			assertThat(server.rows()).isEqualTo(before);
		}

		@Test
		void registerWhenTokenIsRevokedMeanwhileThen401AndNothingIsRegistered() throws Exception {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2));
			int clients = server.rows().get("oauth2_registered_client");
			midway.early = () -> elsewhere(
					() -> server.bean(InitialAccessTokens.class).revoke(token.token().id(), null));
			assertRefusedLikeAWrongToken(register(CLIENT, token));
			assertThat(server.rows()).containsEntry("oauth2_registered_client", clients);
		}

		@Test
		void registerWhenTokenIsUsedUpMeanwhileThen401AndNothingIsRegistered() {
			IssuedInitialAccessToken token = issue(InitialAccessTokenTerms.SINGLE_USE);
			int clients = server.rows().get("oauth2_registered_client");
			midway.early = () -> elsewhere(() -> register(CLIENT, token).expect(201));
			assertRefusedLikeAWrongToken(register(CLIENT, token));
			assertThat(server.rows()).containsEntry("oauth2_registered_client", clients + 1);
		}

	}

	@Nested
	class Issued {

		@Test
		void issueWhenThereIsNoSuchPolicyThenRefused() {
			int before = server.rows().get("dcr_initial_access_token");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partners")))
				.withMessageContaining("partners");
			assertThat(server.rows()).containsEntry("dcr_initial_access_token", before);
		}

		@Test
		void issueThenOnlyTheHashIsStoredAndNoTextShowsTheToken() {
			IssuedInitialAccessToken issued = issue(InitialAccessTokenTerms.SINGLE_USE.withNote("for Acme"));
			assertThat(issued.value()).matches("dcr_iat_[A-Za-z0-9_-]{43}");
			assertThat(issued.toString()).doesNotContain(issued.value().substring(8));
			assertThat(
					server.bean(JdbcTemplate.class).queryForList("SELECT * FROM dcr_initial_access_token").toString())
				.contains(issued.token().id(), "for Acme")
				.doesNotContain(issued.value().substring(8));
		}

		@Test
		void issueThenTokensThatCannotBeUsedAreRemoved() {
			IssuedInitialAccessToken used = issue(InitialAccessTokenTerms.SINGLE_USE);
			register(CLIENT, used).expect(201);
			IssuedInitialAccessToken expired = issue(
					InitialAccessTokenTerms.SINGLE_USE.withTimeToLive(Duration.ofHours(1)));
			IssuedInitialAccessToken living = issue(InitialAccessTokenTerms.SINGLE_USE.withTimeToLive(null));
			clock.advance(Duration.ofHours(1));
			issue(InitialAccessTokenTerms.SINGLE_USE);
			InitialAccessTokens tokens = server.bean(InitialAccessTokens.class);
			assertThat(tokens.find(used.token().id())).isNull();
			assertThat(tokens.find(expired.token().id())).isNull();
			assertThat(tokens.find(living.token().id())).isEqualTo(living.token());
		}

		@Test
		void listThenTheNewestComesFirst() {
			List<String> issued = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				clock.advance(Duration.ofMillis(1));
				issued.add(0, issue(InitialAccessTokenTerms.SINGLE_USE).token().id());
			}
			InitialAccessTokens tokens = server.bean(InitialAccessTokens.class);
			assertThat(tokens.list(null, 3)).extracting(InitialAccessToken::id).containsExactlyElementsOf(issued);
			assertThat(tokens.list(issued.get(1), 1)).extracting(InitialAccessToken::id).containsExactly(issued.get(2));
		}

	}

	@Nested
	class SeveralIssuers {

		@Test
		void registerWhenTokenIsAnIssuersThenOnlyThere() {
			try (TestServer several = TestServer.start(TestServer.SEVERAL_ISSUERS,
					"dcr.permission=initial-access-token")) {
				InitialAccessTokens tokens = several.bean(InitialAccessTokens.class);
				String anywhere = tokens.issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2)).value();
				String atOne = tokens
					.issue(InitialAccessTokenTerms.SINGLE_USE.withUses(2).withIssuer(several.base() + "/one"))
					.value();
				assertThat(registerAt(several, "/one", anywhere).status()).isEqualTo(201);
				assertThat(registerAt(several, "/two", anywhere).status()).isEqualTo(201);
				assertThat(registerAt(several, "/one", atOne).status()).isEqualTo(201);
				Refusals.assertInvalidToken(registerAt(several, "/two", atOne));
				Refusals.assertInvalidToken(registerAt(several, "", atOne));
			}
		}

		private static Answer registerAt(TestServer several, String issuer, String token) {
			return several.http().post(issuer + "/oauth2/register", CLIENT, Registered.bearer(token));
		}

	}

	@Nested
	class AtOnce {

		private static final int CALLERS = 24;

		private static final int USES = 7;

		@Test
		void registerWhenManyAtOnceThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
			assertExactlyAsManyAsUses(TestServer.start("dcr.permission=initial-access-token"));
		}

		@Test
		void registerWhenManyAtOnceInMemoryThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
			assertExactlyAsManyAsUses(TestServer.startInMemory("dcr.permission=initial-access-token"));
		}

		@Test
		void registerWhenManyAtOnceAtTwoServersThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
			TestDatabase database = TestDatabases.postgresql().createSpringTables();
			assertExactlyAsManyAsUses(TestServer.start(database, "dcr.permission=initial-access-token"),
					TestServer.start(database, "dcr.permission=initial-access-token"));
		}

		private static void assertExactlyAsManyAsUses(TestServer... servers) throws Exception {
			try {
				InitialAccessTokens tokens = servers[0].bean(InitialAccessTokens.class);
				IssuedInitialAccessToken token = tokens.issue(InitialAccessTokenTerms.SINGLE_USE.withUses(USES));
				List<Answer> answers = atOnce(CALLERS, (number) -> servers[number % servers.length].register(CLIENT,
						Registered.bearer(token.value())));
				assertThat(answers.stream().map(Answer::status)).containsOnly(201, 401);
				assertThat(answers.stream().filter((answer) -> answer.status() == 201)).hasSize(USES);
				answers.stream().filter((answer) -> answer.status() == 401).forEach(Refusals::assertInvalidToken);
				assertThat(Objects.requireNonNull(tokens.find(token.token().id())).used()).isEqualTo(USES);
			}
			finally {
				for (TestServer server : servers) {
					server.close();
				}
			}
		}

	}

	/**
	 * Nobody needs a token, and who has one registers on its terms.
	 */
	@Nested
	class WhereOpen {

		@Test
		void registerWhenTokenThenItsTermsAndUsesAndOtherwiseAsAnyone() {
			try (TestServer open = TestServer.start("dcr.permission=allow-all",
					"dcr.policies.partner.require-proof-key=true")) {
				InitialAccessTokens tokens = open.bean(InitialAccessTokens.class);
				IssuedInitialAccessToken token = tokens.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"));
				String[] bearer = Registered.bearer(token.value());
				assertThat(registrant(open, open.register(CLIENT, bearer)))
					.isEqualTo(new Registrant(null, token.token().id(), "partner"));
				assertThat(Objects.requireNonNull(tokens.find(token.token().id())).remainingUses()).isZero();
				Refusals.assertInvalidToken(open.register(MALFORMED, bearer));
				Refusals.assertInvalidToken(open.register(CLIENT, Registered.bearer("dcr_iat_" + "x".repeat(43))));
				assertThat(registrant(open, open.register(CLIENT, Registered.bearer("other"))))
					.isEqualTo(Registrant.ANONYMOUS);
				assertThat(registrant(open, open.register(CLIENT))).isEqualTo(Registrant.ANONYMOUS);
			}
		}

		private static Registrant registrant(TestServer open, Answer answer) {
			return open.bean(ClientRegistrationStore.class)
				.findByClientId(answer.expect(201).string("client_id"))
				.registrant();
		}

	}

	/**
	 * What happens within the transaction, after the token was spent; and once before.
	 */
	static final class Midway implements RegistrationConstraint {

		private Runnable action = () -> {
		};

		private Runnable early = () -> {
		};

		@Override
		public void onRegister(ClientRegistration registration) {
			this.action.run();
		}

		private void runEarly() {
			Runnable once = this.early;
			this.early = () -> {
			};
			once.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithClock {

		@Bean
		MutableClock mutableClock() {
			return new MutableClock();
		}

		@Bean
		Midway midway() {
			return new Midway();
		}

		@Bean
		RegisteredClientCustomizer early(Midway midway) {
			return (client, registration) -> midway.runEarly();
		}

	}

}
