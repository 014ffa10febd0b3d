package io.github.opendcr.e2e.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of documents, wherever they are kept: first uses at once, operators who come in
 * between, and all that goes on without the document's host. A subclass supplies the
 * servers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DocumentClientContract {

	private static final String REDIRECT_URI = "http://127.0.0.1/callback";

	private static final int FIRST_USES = 100;

	private static final int BROWSERS = 4;

	@RegisterExtension
	final ConcurrentCalls calls = new ConcurrentCalls();

	final DocumentHost host = new DocumentHost();

	private TestServer one;

	private TestServer other;

	/**
	 * Start a server, or a further one over the same clients if there can be one.
	 * @param properties its properties
	 * @return the server, or {@code null} if there can be no further one
	 */
	abstract TestServer start(String... properties);

	@BeforeAll
	void startServers() {
		this.one = start(properties());
		TestServer further = start(properties());
		this.other = (further != null) ? further : this.one;
	}

	private String[] properties() {
		return this.host.admitted("dcr.public-clients.refresh-tokens=true",
				"spring.datasource.hikari.maximum-pool-size=1");
	}

	@AfterAll
	void stopServers() {
		this.other.close();
		this.one.close();
		this.host.close();
	}

	private String document(String path, String name) {
		return this.host.document(path, Map.of("client_name", name, "redirect_uris", List.of(REDIRECT_URI),
				"grant_types", List.of("authorization_code", "refresh_token")));
	}

	// What is fresh for one node is so for the other
	private void advance(Duration duration) {
		this.one.bean(MutableClock.class).advance(duration);
		if (this.other != this.one) {
			this.other.bean(MutableClock.class).advance(duration);
		}
	}

	private static Browser loggedIn(TestServer server) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser;
	}

	private static Answer authorize(Browser browser, String url) {
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
	}

	private static ClientRegistration registration(TestServer server, String url) {
		return server.bean(ClientRegistrationStore.class).findByClientId(url);
	}

	private static Answer token(TestServer server, String url, Map<String, String> form) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", url);
		return server.token(all);
	}

	private static Answer refresh(TestServer server, String url, Answer tokens) {
		return token(server, url,
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")));
	}

	@Test
	void authorizeWhenHundredFirstUsesOnTwoNodesThenOneClientAndNoError() throws Exception {
		String url = document(this.host.path(), "Many");
		List<Browser> browsers = new ArrayList<>();
		for (int i = 0; i < BROWSERS; i++) {
			browsers.add(loggedIn((i % 2 == 0) ? this.one : this.other));
		}
		List<Answer> answers = this.calls.atOnce(FIRST_USES, (i) -> authorize(browsers.get(i % BROWSERS), url));
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(registration(this.one, url)).isEqualTo(registration(this.other, url));
		assertThat(registration(this.one, url).version()).isEqualTo(1);
		assertThat(this.one.find(url).getId()).isEqualTo(registration(this.one, url).registeredClientId());
		// one for each node
		assertThat(this.host.requests(url)).isBetween(1L, 2L);
	}

	@RepeatedTest(5)
	void disableWhileDocumentIsRefreshedThenStaysDisabled() throws Exception {
		String path = this.host.path();
		String url = document(path, "Before");
		Browser browser = loggedIn(this.one);
		authorize(browser, url).expect(200);
		advance(Duration.ofHours(2));
		document(path, "After");
		this.calls.atOnce(List.<Callable<Object>>of(() -> authorize(browser, url),
				() -> this.other.bean(ClientLifecycle.class).disable(url)));
		ClientRegistration registration = registration(this.one, url);
		assertThat(registration.status()).isEqualTo(ClientStatus.DISABLED);
		assertThat(this.one.find(url).getClientName()).isEqualTo(registration.metadata().getClientName());
		advance(Duration.ofHours(2));
		assertThat(authorize(browser, url).body()).contains("disabled");
		assertThat(registration(this.other, url).status()).isEqualTo(ClientStatus.DISABLED);
	}

	@RepeatedTest(5)
	void denyWhileFirstUsesAreUnderWayThenThereIsNoClient() throws Exception {
		String url = document(this.host.path(), "Denied");
		Browser browser = loggedIn(this.one);
		Browser another = loggedIn(this.other);
		List<Answer> answers = new ArrayList<>();
		this.calls.atOnce(List.<Callable<Object>>of(() -> answers.add(authorize(browser, url)),
				() -> authorize(another, url), () -> this.other.bean(DeniedDocuments.class).deny(url, null)));
		assertThat(answers.get(0).status()).isIn(200, 400);
		assertThat(registration(this.one, url)).isNull();
		assertThat(this.one.find(url)).isNull();
		assertThat(this.one.bean(ClientMetadataDocumentStore.class).find(url)).isNull();
		assertThat(authorize(browser, url).status()).isEqualTo(400);
		assertThat(registration(this.one, url)).isNull();
	}

	@Test
	void denyWhileDocumentIsFetchedThenThereIsNoClient() {
		String url = this.host.on(this.host.path(), (exchange) -> {
			this.other.bean(DeniedDocuments.class).deny(this.host.url(exchange.getRequestURI().toString()), null);
			serve(exchange);
		});
		assertThat(authorize(loggedIn(this.one), url).status()).isEqualTo(400);
		assertThat(registration(this.one, url)).isNull();
		assertThat(this.one.find(url)).isNull();
		assertThat(this.host.requests(url)).isEqualTo(1);
	}

	private void serve(HttpExchange exchange) throws IOException {
		byte[] body = Answer
			.write(Map.of("client_id", this.host.url(exchange.getRequestURI().toString()), "client_name", "Slow",
					"redirect_uris", List.of(REDIRECT_URI)))
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
	}

	@Test
	void everythingWhenHostIsDownAndServerIsAnotherThenGoesOn() {
		String url = document(this.host.path(), "Durable");
		Browser browser = loggedIn(this.one);
		Answer consent = authorize(browser, url).expect(200);
		this.host.down(true);
		try (TestServer restarted = start(properties())) {
			TestServer server = (restarted != null) ? restarted : this.one;
			server.bean(MutableClock.class).advance(Duration.ofDays(2)); // no longer
																			// fresh
			String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");
			Answer tokens = token(server, url, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
			tokens = refresh(server, url, tokens).expect(200);
			assertThat(server.introspect(tokens.string("access_token")).expect(200).json())
				.containsEntry("active", true)
				.containsEntry("client_id", url);
			Browser user = loggedIn(server);
			Answer again = authorize(user, url); // by the last good copy
			assertThat(again.status()).as(again.toString()).isEqualTo(302);
			assertThat(Browser.parameter(again.header("Location"), "code")).isNotEmpty();
			// by another browser, since the session isn't this node's
			assertThat(new Browser(server.http()).get("/connect/logout?id_token_hint=" + tokens.string("id_token"))
				.status()).isEqualTo(302);
			server.http()
				.form("/oauth2/revoke", Map.of("client_id", url, "token", tokens.string("refresh_token")))
				.expect(200);
			assertThat(refresh(server, url, tokens).status()).isEqualTo(400);
		}
		finally {
			this.host.down(false);
		}
	}

	/**
	 * With one connection to the database, others would wait for the document.
	 */
	@Test
	void fetchWhenDocumentIsSlowThenNoConnectionIsHeld() throws Exception {
		String path = this.host.path();
		AtomicInteger waiting = new AtomicInteger();
		TestServer server = this.one;
		String url = this.host.on(path, (exchange) -> {
			waiting.incrementAndGet();
			// each of them needs a connection, while more fetches wait than there are
			server.register("{\"redirect_uris\": [\"https://client.example/cb\"]}").expect(201);
			serve(exchange);
		});
		authorize(loggedIn(this.one), url).expect(200);
		assertThat(waiting).hasValue(1);
	}

}
