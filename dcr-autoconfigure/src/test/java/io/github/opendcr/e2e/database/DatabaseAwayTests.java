package io.github.opendcr.e2e.database;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DatabaseSwitch;
import io.github.opendcr.testkit.DatabaseSwitch.State;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * While the database is away or read-only, whoever needs it hears that it may come again,
 * and nothing else: at our endpoints, at Spring's and at the actuator.
 */
class DatabaseAwayTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "client_credentials",
			 "urn:ietf:params:oauth:grant-type:device_code"]}""".formatted(REDIRECT_URI);

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials", "scope", "profile");

	private static final String[] OPERATOR = TestServer.basic("user", "password");

	private static TestServer server;

	private static DatabaseSwitch database;

	@BeforeAll
	static void start() {
		server = TestServer.start(Switched.class,
				Stream.concat(Arrays.stream(AllEndpoints.PROPERTIES),
						Stream.of("logging.level.io.github.opendcr=off",
								"management.endpoints.web.exposure.include=health,dcrclients,dcrtokens",
								"management.endpoint.health.show-components=always"))
					.toArray(String[]::new));
		database = server.bean(DatabaseSwitch.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void isBack() {
		database.set(State.THERE);
	}

	private static void assertComeAgain(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(answer.json()).containsOnlyKeys("error", "error_description")
			.containsEntry("error", "temporarily_unavailable");
		assertNoInnerText(answer);
	}

	private static void assertComeAgainAndNotStored(Answer answer) {
		assertComeAgain(answer);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
	}

	private static void assertNoInnerText(Answer answer) {
		assertThat(answer.toString()).doesNotContain("HikariPool", "Exception", "SQL", "read-only transaction",
				"relation");
	}

	@Test
	void registerWhenTheDatabaseIsAwayThenComesAgain() {
		Map<String, Integer> before = server.rows();
		database.set(State.AWAY);
		Answer answer = server.register(CLIENT);
		database.set(State.THERE);
		assertComeAgainAndNotStored(answer);
		assertThat(server.rows()).isEqualTo(before);
		server.register(CLIENT).expect(201);
	}

	@Test
	void manageWhenTheDatabaseIsAwayThenComesAgainAndNothingIsChanged() {
		Registered client = server.registered(CLIENT);
		database.set(State.AWAY);
		assertComeAgainAndNotStored(client.read());
		assertComeAgainAndNotStored(client.update(client.asUpdate("client_name", "After")));
		assertComeAgainAndNotStored(server.post(client.uri() + "/secret", "", client.answer().bearer()));
		assertComeAgainAndNotStored(client.delete());
		database.set(State.THERE);
		assertThat(client.read().expect(200).json()).doesNotContainValue("After");
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	@Test
	void clientWhenTheDatabaseIsAwayThenComesAgainWhereverItAuthenticates() {
		Registered client = server.registered(CLIENT);
		String token = server.accessToken(TestServer.CALLER, "other");
		database.set(State.AWAY);
		assertComeAgainAndNotStored(server.token(client.id(), client.secret(), GRANT));
		assertComeAgainAndNotStored(server.token(TestServer.CALLER, TestServer.secretOf(TestServer.CALLER), GRANT));
		String[] basic = TestServer.basic(client.id(), client.secret());
		Map<String, Map<String, String>> requests = Map.of("/oauth2/introspect", Map.of("token", token),
				"/oauth2/revoke", Map.of("token", "unknown"), "/oauth2/par", Browser.request(client.id(), REDIRECT_URI),
				"/oauth2/device_authorization", Map.of("scope", "profile"));
		requests.forEach((path, form) -> assertComeAgainAndNotStored(server.http().form(path, form, basic)));
		database.set(State.THERE);
		assertThat(server.introspect(token).json()).containsEntry("active", true);
		requests.forEach((path, form) -> assertThat(server.http().form(path, form, basic).status()).as(path)
			.isBetween(200, 201));
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	@Test
	void userInfoAndLogoutWhenTheDatabaseIsAwayThenComeAgain() {
		Registered client = server.registered(CLIENT);
		Answer tokens = server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
		String[] bearer = Registered.bearer(tokens.string("access_token"));
		String logout = "/connect/logout?id_token_hint=" + tokens.string("id_token");
		Browser user = new Browser(server.http());
		user.logIn();
		database.set(State.AWAY);
		assertComeAgainAndNotStored(server.get("/userinfo", bearer));
		assertComeAgainAndNotStored(server.get(logout));
		assertPage(user.get(logout));
		database.set(State.THERE);
		assertThat(server.get("/userinfo", bearer).expect(200).string("sub")).isEqualTo("user");
	}

	@Test
	void authorizeWhenTheDatabaseIsAwayThenPageForUsersAndJsonForOthers() {
		Registered client = server.registered(CLIENT);
		Browser user = new Browser(server.http());
		user.logIn();
		database.set(State.AWAY);
		assertPage(user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "profile")));
		assertPage(user.get("/oauth2/device_verification?user_code=BCDF-GHJK"));
		assertComeAgainAndNotStored(server.get("/oauth2/authorize?response_type=code&client_id=" + client.id()));
		database.set(State.THERE);
		user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "profile")).expect(200);
	}

	private static void assertPage(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(answer.header("Content-Type")).startsWith("text/html");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("Content-Security-Policy")).contains("form-action 'none'");
		assertThat(Jsoup.parse(answer.body()).select("h1").text()).isEqualTo("This server can't answer at the moment");
		assertThat(Jsoup.parse(answer.body()).select("#error-code").text()).isNotEmpty();
		assertNoInnerText(answer);
	}

	// RFC 6749 §4.1.2.1
	@Test
	void authorizeWhenTheDatabaseIsReadOnlyThenTheClientComesAgain() {
		Registered client = server.registered(CLIENT);
		Browser user = new Browser(server.http());
		user.logIn();
		database.set(State.READ_ONLY);
		Answer answer = user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "profile"));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
		String location = answer.header("Location");
		assertThat(location).startsWith(REDIRECT_URI + "?").doesNotContain("code=");
		assertThat(Browser.parameter(location, "error")).isEqualTo("temporarily_unavailable");
		assertThat(Browser.parameter(location, "state")).isEqualTo("the-state");
		assertThat(Browser.parameter(location, "iss")).isEqualTo(server.base());
		assertNoInnerText(answer);
		assertPage(user.authorize(client.id(), "", Map.of("scope", "profile")));
	}

	@Test
	void requestsWhenTheDatabaseIsReadOnlyThenWhatOnlyReadsGoesOn() {
		Registered client = server.registered(CLIENT);
		String token = server.accessToken(TestServer.CALLER, "other");
		Map<String, Integer> before = server.rows();
		database.set(State.READ_ONLY);
		assertThat(server.introspect(token).expect(200).json()).containsEntry("active", true);
		assertThat(client.read().status()).isEqualTo(200);
		server.get("/actuator/dcrclients/" + client.id(), OPERATOR).expect(200);
		assertComeAgainAndNotStored(server.register(CLIENT));
		assertComeAgainAndNotStored(client.update(client.asUpdate("client_name", "After")));
		assertComeAgainAndNotStored(client.delete());
		assertComeAgainAndNotStored(server.token(client.id(), client.secret(), GRANT));
		assertComeAgain(server.post("/actuator/dcrclients/" + client.id(), "{\"status\": \"disabled\"}", OPERATOR));
		database.set(State.THERE);
		assertThat(server.rows()).isEqualTo(before);
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	@Test
	void operatorWhenTheDatabaseIsAwayThenComesAgain() {
		Registered client = server.registered(CLIENT);
		String path = "/actuator/dcrclients/" + client.id();
		database.set(State.AWAY);
		assertComeAgain(server.get("/actuator/dcrclients", OPERATOR));
		assertComeAgain(server.get(path, OPERATOR));
		assertComeAgain(server.get(path + "/actions", OPERATOR));
		assertComeAgain(server.post(path, "{\"status\": \"disabled\"}", OPERATOR));
		assertComeAgain(server.http().delete(path, OPERATOR));
		assertComeAgain(server.get("/actuator/dcrtokens", OPERATOR));
		assertComeAgain(server.get("/actuator/dcrtokens/x", OPERATOR));
		assertComeAgain(server.post("/actuator/dcrtokens", "{}", OPERATOR));
		database.set(State.THERE);
		server.get(path, OPERATOR).expect(200);
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	// Traces and http.server.requests tell it from a refusal
	@Test
	void requestsWhenTheDatabaseTakesNothingThenAreObservedAsFailed() {
		Observed observed = server.bean(Observed.class);
		Registered client = server.registered(CLIENT);
		Browser user = new Browser(server.http());
		user.logIn();
		assertThat(observed.last.getError()).isNull();
		database.set(State.READ_ONLY);
		server.token(client.id(), client.secret(), GRANT).expect(503);
		assertThat(observed.last.getError()).isNotNull();
		user.authorize(client.id(), REDIRECT_URI, Map.of("scope", "profile")).expect(302);
		assertThat(observed.last.getError()).isNotNull();
		server.introspect("unknown").expect(200);
		assertThat(observed.last.getError()).isNull();
	}

	@Test
	void healthWhenTheDatabaseIsAwayOrReadOnlyThenDownUntilItIsBack() {
		for (State trouble : List.of(State.AWAY, State.READ_ONLY)) {
			database.set(trouble);
			Answer health = server.get("/actuator/health/dcr", OPERATOR).expect(503);
			assertThat(health.json()).containsEntry("status", "DOWN");
			assertNoInnerText(health);
			database.set(State.THERE);
			server.get("/actuator/health/dcr", OPERATOR).expect(200);
		}
	}

	// What cannot pass by itself is the application's to answer
	@Test
	void tokenWhenAStatementIsWrongThenTheErrorPageOfTheApplication() {
		database.set(State.WRONG);
		Answer answer = server.token(TestServer.CALLER, TestServer.secretOf(TestServer.CALLER), GRANT);
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Retry-After")).isEmpty();
		assertNoInnerText(answer);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, DatabaseSwitch.class, Observed.class })
	static class Switched {

	}

	/**
	 * Remembers what Actuator knows of the last request.
	 */
	static final class Observed extends OncePerRequestFilter implements Ordered {

		private volatile ServerRequestObservationContext last;

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 50; // in front of Spring Security
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			this.last = ServerHttpObservationFilter.findObservationContext(request).orElseThrow();
			chain.doFilter(request, response);
		}

	}

}
