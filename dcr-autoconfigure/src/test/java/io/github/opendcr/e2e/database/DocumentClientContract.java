package io.github.opendcr.e2e.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Http;
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

	private static final String NOTES = "https://mcp.example/notes";

	private static final String MAIL = "https://mcp.example/mail";

	private static final String ANOTHER = "https://mcp.example/another";

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
				"spring.datasource.hikari.maximum-pool-size=1", "dcr.resources.allowed[0].uri=" + NOTES,
				"dcr.resources.allowed[1].uri=" + MAIL, "dcr.resources.allowed[1].scopes=openid",
				"dcr.resources.allowed[2].uri=" + ANOTHER);
	}

	@AfterAll
	void stopServers() {
		this.other.close();
		this.one.close();
		this.host.close();
	}

	private String document(String path, String name) {
		return this.host.document(path, members(name, "authorization_code", "refresh_token"));
	}

	private static Map<String, Object> members(String name, String... grantTypes) {
		return Map.of("client_name", name, "redirect_uris", List.of(REDIRECT_URI), "grant_types", List.of(grantTypes),
				"token_endpoint_auth_method", "none");
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

	private static Answer tokens(TestServer server, String url) {
		String code = new Browser(server.http()).code(url, REDIRECT_URI, "openid profile");
		return token(server, url, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
	}

	private static ClientMetadataDocument known(TestServer server, String url) {
		return server.bean(ClientMetadataDocumentStore.class).find(url);
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

	/**
	 * Each node sweeps: what one of them has looked at is fresh for the other.
	 */
	@Test
	void sweepWhenEachNodeDoesThenHostIsAskedOnceAndBothGoByIt() throws Exception {
		String path = this.host.path();
		String url = document(path, "Before");
		Answer tokens = tokens(this.one, url);
		this.host.document(path, members("After", "authorization_code"));
		advance(Duration.ofHours(2));
		this.one.bean(DocumentSweep.class).sweep();
		this.other.bean(DocumentSweep.class).sweep();
		for (TestServer server : List.of(this.one, this.other)) {
			assertThat(registration(server, url).metadata().getClientName()).isEqualTo("After");
			assertThat(refresh(server, url, tokens).expect(400).json()).containsEntry("error", "unauthorized_client");
			authorize(loggedIn(server), url).expect(200); // since the name is another one
		}
		assertThat(this.host.requests(url)).isEqualTo(2);
		ClientRegistration before = registration(this.one, url);
		advance(Duration.ofHours(2));
		this.calls.atOnce(List.<Callable<Object>>of(() -> sweep(this.one), () -> sweep(this.other)));
		assertThat(this.host.requests(url)).isBetween(3L, 4L);
		assertThat(registration(this.other, url)).isEqualTo(before);
	}

	private static Object sweep(TestServer server) {
		server.bean(DocumentSweep.class).sweep();
		return server;
	}

	@Test
	void authorizeWhenHostIsDownThenEachNodeServesTheCopyAsLongAsTheOtherAndAsksLittle() throws Exception {
		String path = this.host.path();
		String url = document(path, "Stale");
		tokens(this.one, url);
		List<Browser> browsers = List.of(loggedIn(this.one), loggedIn(this.other));
		this.host.on(path, 503, "");
		advance(Duration.ofHours(2));
		assertThat(this.calls.atOnce(20, (i) -> authorize(browsers.get(i % 2), url))).extracting(Answer::status)
			.containsOnly(302);
		assertThat(this.host.requests(url)).isBetween(2L, 3L); // once for each node
		assertThat(known(this.other, url).absence()).isNotNull().isEqualTo(known(this.one, url).absence());
		advance(Duration.ofDays(7));
		browsers.forEach((browser) -> assertThat(authorize(browser, url).status()).isEqualTo(400));
		assertThat(this.host.requests(url)).isBetween(3L, 5L);
		document(path, "Stale");
		advance(Duration.ofMinutes(6)); // in which a URL that failed is left alone
		long requests = this.host.requests(url);
		browsers.forEach((browser) -> assertThat(authorize(browser, url).status()).isEqualTo(302));
		assertThat(this.host.requests(url)).isEqualTo(requests + 1);
		assertThat(known(this.other, url).absence()).isNull();
	}

	/**
	 * RFC 8707 §2.2: what was authorized at one node bounds what another one issues.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tokenWhenResourcesWereAuthorizedAtOneNodeThenBoundAtTheOther(boolean ofDocument) {
		String client = ofDocument ? document(this.host.path(), "Targeted")
				: this.one.registered(Answer.write(members("Targeted", "authorization_code", "refresh_token"))).id();
		Browser browser = loggedIn(this.one);
		Map<String, String> request = Browser.request(client, REDIRECT_URI);
		request.put("scope", "openid profile");
		Answer consent = browser.authorize(Http.encode(request) + resources(NOTES, MAIL)).expect(200);
		String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");
		Map<String, String> grant = TestServer.codeGrant(code, REDIRECT_URI);
		grant.put("client_id", client);
		Answer tokens = form(this.other, Http.encode(grant) + resources(NOTES));
		assertTokens(tokens, client, NOTES, "openid", "profile");
		Answer narrowed = form(this.one, refreshing(client, tokens) + resources(MAIL));
		assertTokens(narrowed, client, MAIL, "openid");
		Answer refused = form(this.other, refreshing(client, narrowed) + resources(ANOTHER));
		assertThat(refused.expect(400).json()).containsEntry("error", "invalid_target");
		assertTokens(form(this.other, refreshing(client, narrowed) + resources(NOTES)), client, NOTES, "openid",
				"profile");
	}

	private static Answer form(TestServer server, String form) {
		return server.http().form("/oauth2/token", form);
	}

	private static String refreshing(String client, Answer tokens) {
		return Http.encode(Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token",
				tokens.string("refresh_token")));
	}

	private static String resources(String... resources) {
		return Stream.of(resources)
			.map((resource) -> "&" + Http.encode(Map.of("resource", resource)))
			.collect(Collectors.joining());
	}

	private static void assertTokens(Answer tokens, String client, String audience, String... scopes) {
		assertThat(audience(tokens.expect(200).string("access_token"))).containsExactly(audience);
		assertThat(audience(tokens.string("id_token"))).containsExactly(client);
		assertThat(tokens.string("scope").split(" ")).containsExactlyInAnyOrder(scopes);
	}

	private static List<String> audience(String token) {
		try {
			return SignedJWT.parse(token).getJWTClaimsSet().getAudience();
		}
		catch (ParseException ex) {
			throw new AssertionError(ex);
		}
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
			// No longer fresh
			server.bean(MutableClock.class).advance(Duration.ofDays(2));
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
