package io.github.opendcr.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DatabaseSwitch;
import io.github.opendcr.testkit.DatabaseSwitch.State;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console while the database is away or takes no changes, and while nobody's session
 * can be read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleOutageTests {

	private static final String TITLE = "This server can't answer at the moment";

	private TestServer server;

	private DatabaseSwitch database;

	private Sessions sessions;

	private Operator operator;

	@BeforeAll
	void start() {
		this.server = ConsoleServer.start(Switched.class, "dcr.console.enabled=true",
				"logging.level.io.github.opendcr=off");
		this.database = this.server.bean(DatabaseSwitch.class);
		this.sessions = this.server.bean(Sessions.class);
		this.operator = new Operator(this.server, "admin");
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@AfterEach
	void isBack() {
		this.database.set(State.THERE);
		this.sessions.away = false;
	}

	private Registered registered() {
		return this.server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
	}

	private ClientStatus status(Registered client) {
		return this.server.bean(ClientLifecycle.class).find(client.id()).status();
	}

	private int tokens() {
		return this.server.bean(InitialAccessTokens.class).list(null, 100).size();
	}

	private static Document assertComesAgain(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
		assertThat(answer.toString()).doesNotContain("HikariPool", "Exception", "SQL", "transaction", "of sessions");
		Document page = Jsoup.parse(answer.body());
		assertThat(page.title()).isEqualTo(TITLE + " · OpenDCR console");
		assertThat(Operator.text(page, "main h1")).isEqualTo(TITLE);
		assertThat(page.select("link[rel=stylesheet]")).hasSize(1);
		return page;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/clients", "/clients?name=a", "/clients/client?id=x", "/clients/act?id=x&do=delete",
			"/tokens", "/tokens/revoke?id=x", "/statements" })
	void pageWhenTheDatabaseIsAwayThenComesAgain(String path) {
		this.database.set(State.AWAY);
		Document page = assertComesAgain(this.operator.get(path));
		assertThat(Operator.text(page, "main p")).contains("Load this page again in a while.");
		assertThat(Operator.text(page, "#user")).isEqualTo("admin");
		this.database.set(State.THERE);
		assertThat(this.operator.get(path).status()).isIn(200, 404);
	}

	@Test
	void pageWhenItNeedsNoDatabaseThenIsThere() {
		this.database.set(State.AWAY);
		for (String path : new String[] { "/policies", "/tokens/issue", "/console.css" }) {
			this.operator.get(path).expect(200);
		}
	}

	@Test
	void formWhenTheDatabaseTakesNoChangesThenPagesAreThereAndNothingIsDone() {
		Registered client = registered();
		String path = Operator.url("/clients/act", "id", client.id()) + "&do=disable";
		this.database.set(State.READ_ONLY);
		Document refused = assertComesAgain(this.operator.submit(path, "reason", "Ticket 7"));
		assertThat(Operator.text(refused, "main p")).contains("look first, and send it again if it wasn't.")
			.doesNotContain("Load this page again");
		assertThat(status(client)).isEqualTo(ClientStatus.ACTIVE);
		this.database.set(State.THERE);
		this.operator.submit(path, "reason", "Ticket 7").expect(303);
		assertThat(status(client)).isEqualTo(ClientStatus.DISABLED);
	}

	@Test
	void formWhenItIsSentAgainThenIsAnsweredOnce() {
		Document form = this.operator.page("/tokens/issue");
		int before = tokens();
		this.database.set(State.AWAY);
		assertComesAgain(this.operator.submit(form, "uses", "1"));
		assertComesAgain(this.operator.submit(form, "uses", "1"));
		this.database.set(State.THERE);
		assertThat(tokens()).isEqualTo(before);
		Answer issued = this.operator.submit(form, "uses", "1").expect(200);
		assertThat(Jsoup.parse(issued.body()).selectFirst("#secret").val()).startsWith("dcr_iat_");
		assertThat(this.operator.submit(form, "uses", "1").status()).isEqualTo(409);
		assertThat(tokens()).isEqualTo(before + 1);
	}

	@Test
	void consoleWhenNoSessionCanBeReadThenComesAgainAndShowsNobodysName() {
		Document form = this.operator.page("/tokens/issue");
		int before = tokens();
		this.sessions.away = true;
		for (String path : new String[] { "", "/policies", "/nowhere" }) {
			assertThat(assertComesAgain(this.operator.get(path)).select("#user, nav, form")).isEmpty();
		}
		assertComesAgain(this.operator.submit(form, "uses", "1"));
		assertComesAgain(this.operator.post("/logout", Map.of("_csrf", form.selectFirst("input[name=_csrf]").val())));
		this.server.get("/dcr/console/console.css").expect(200);
		this.sessions.away = false;
		assertThat(tokens()).isEqualTo(before);
		assertThat(Operator.text(this.operator.page(""), "#user")).isEqualTo("admin");
	}

	@Test
	void consoleWhenSomethingFailsThenIsCountedAsFailed() {
		this.operator.get("").expect(200);
		assertThat(this.sessions.observed.getError()).isNull();
		this.database.set(State.AWAY);
		this.operator.get("/clients").expect(503);
		assertThat(this.sessions.observed.getError()).isNotNull();
		this.sessions.away = true;
		this.operator.get("").expect(503);
		assertThat(this.sessions.observed.getError()).hasMessageContaining("the house of sessions");
	}

	// No waiting helps
	@Test
	void pageWhenAStatementIsWrongThenWentWrong() {
		this.database.set(State.WRONG);
		Answer answer = this.operator.get("/clients");
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.header("Retry-After")).isEmpty();
		assertThat(answer.toString()).doesNotContain("relation", "Exception");
		assertThat(Operator.text(Jsoup.parse(answer.body()), "h1")).isEqualTo("That went wrong");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ConsoleServer.Application.class, DatabaseSwitch.class, Sessions.class })
	static class Switched {

	}

	/**
	 * As sessions fail that Spring Session keeps elsewhere.
	 */
	static final class Sessions implements Filter, Ordered {

		private volatile boolean away;

		private volatile ServerRequestObservationContext observed;

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE + 50; // in front of Spring Security
		}

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			// as Actuator's filter does
			this.observed = new ServerRequestObservationContext((HttpServletRequest) request,
					(HttpServletResponse) response);
			request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, this.observed);
			chain.doFilter(this.away ? new Away((HttpServletRequest) request) : request, response);
		}

	}

	private static final class Away extends HttpServletRequestWrapper {

		private Away(HttpServletRequest request) {
			super(request);
		}

		@Override
		public HttpSession getSession(boolean create) {
			throw new UncheckedIOException(new ConnectException("the house of sessions"));
		}

		@Override
		public HttpSession getSession() {
			return getSession(true);
		}

	}

}
