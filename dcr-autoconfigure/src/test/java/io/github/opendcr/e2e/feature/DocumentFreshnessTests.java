package io.github.opendcr.e2e.feature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentRefusedException;
import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.cimd.PinnedDocumentDrifted;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.util.Assert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A document over time: when it is looked at again, what serves while it can't be had,
 * and what its changes do to what its users granted.
 */
class DocumentFreshnessTests {

	private static final String REDIRECT_URI = "https://client.example/callback";

	private static final Map<String, Object> DOCUMENT = Map.of("client_name", "A Client", "redirect_uris",
			List.of(REDIRECT_URI), "grant_types", List.of("authorization_code", "refresh_token"));

	private static final DocumentHost HOST = DocumentHost.shared();

	// Shorter than a refresh token lives
	private static final Duration FRESH = Duration.ofMinutes(10);

	private static final TestDatabase DATABASE = TestDatabases.h2().createSpringTables();

	private static TestServer server;

	private static MutableClock clock;

	private static Events events;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		String pinned = HOST.url("/pinned");
		Path copy = Files.writeString(directory.resolve("pinned.json"),
				Answer.write(with(Map.of("client_id", pinned, "client_name", "Pinned"))));
		server = TestServer.start(DATABASE, Timed.class,
				HOST.admitted("dcr.public-clients.refresh-tokens=true", "dcr.cimd.cache.default=10m",
						"dcr.cimd.retention=20m", "dcr.cimd.max-clients=200", "dcr.allowed-scopes=openid,profile,email",
						"dcr.cimd.pinned[0].url=" + pinned, "dcr.cimd.pinned[0].location=" + copy.toUri(),
						"dcr.cimd.allowed[1].url=" + HOST.url("/listed")));
		clock = server.bean(MutableClock.class);
		events = server.bean(Events.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Map<String, Object> with(Map<String, ?> members) {
		Map<String, Object> all = new LinkedHashMap<>(DOCUMENT);
		all.putAll(members);
		return all;
	}

	private static Browser loggedIn(String user) {
		Browser browser = new Browser(server.http());
		browser.logIn(user);
		return browser;
	}

	private static Answer authorize(Browser browser, String url) {
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
	}

	private static Answer authorize(String url) {
		return authorize(loggedIn("user"), url);
	}

	private static Answer tokens(Browser browser, String url) {
		Answer answer = authorize(browser, url);
		if (answer.status() == 200) {
			answer = browser.consent(answer);
		}
		String code = Browser.parameter(answer.expect(302).header("Location"), "code");
		return token(url, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
	}

	private static Answer tokens(String url) {
		return tokens(loggedIn("user"), url);
	}

	private static Answer refresh(String url, Answer tokens) {
		return token(url, Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")));
	}

	private static Answer token(String url, Map<String, String> form) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", url);
		return server.token(all);
	}

	private static ClientRegistration registration(String url) {
		return server.bean(ClientRegistrationStore.class).findByClientId(url);
	}

	private static ClientMetadataDocument document(String url) {
		return server.bean(ClientMetadataDocumentStore.class).find(url);
	}

	private static void sweep() {
		server.bean(DocumentSweep.class).sweep();
	}

	private static void assertServed(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isIn(200, 302);
		assertThat(answer.body()).doesNotContain("not registered");
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
	}

	private static void saysThatNothingChanged(String path, Map<String, Object> document) {
		HOST.on(path, (exchange) -> {
			boolean conditional = exchange.getRequestHeaders().containsKey("If-None-Match");
			byte[] body = Answer.write(document).getBytes();
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.getResponseHeaders().set("ETag", "\"one\"");
			exchange.sendResponseHeaders(conditional ? 304 : 200, conditional ? -1 : body.length);
			if (!conditional) {
				exchange.getResponseBody().write(body);
			}
		});
	}

	private static String serve(String path, String how) {
		return switch (how) {
			case "hangs up" -> HOST.on(path, (exchange) -> {
			});
			case "challenge" -> HOST.on(path, 403, "", "cf-mitigated", "challenge");
			case "invalid" ->
				HOST.json(path, "{\"client_id\": \"{url}\", \"redirect_uris\": [\"javascript:alert(1)\"]}");
			case "text" -> HOST.on(path, 200, "{}", "Content-Type", "text/plain");
			default -> HOST.on(path, Integer.parseInt(how), "");
		};
	}

	@Test
	void authorizeWhenFreshThenNotFetchedAndAfterThatAskedWhetherItHasChanged() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT, "ETag", "\"one\"");
		Browser browser = loggedIn("user");
		authorize(browser, url);
		clock.advance(FRESH.minusSeconds(1));
		authorize(browser, url);
		assertThat(HOST.requests(url)).isOne();
		clock.advance(Duration.ofSeconds(1));
		HOST.on(path, 304, "");
		assertServed(authorize(browser, url));
		assertThat(HOST.requestsTo(url).get(1).header("If-None-Match")).isEqualTo("\"one\"");
		// nothing but when it was seen is written
		assertThat(registration(url).version()).isEqualTo(1);
		assertThat(document(url).isFresh(clock.instant())).isTrue();
		assertServed(authorize(browser, url));
		assertThat(HOST.requests(url)).isEqualTo(2);
	}

	// The host knows whether the document changed, and nothing of what judges it
	@Test
	void authorizeWhenAnotherPolicyJudgesThenAnewThoughTheDocumentIsTheSame() {
		String path = HOST.path();
		Map<String, Object> document = with(Map.of("scope", "openid profile"));
		String url = HOST.document(path, document, "ETag", "\"one\"");
		authorize(url);
		assertThat(registration(url).metadata().getScopes()).containsExactly("openid", "profile");
		document.put("client_id", url);
		saysThatNothingChanged(path, document);
		try (TestServer narrower = TestServer.start(DATABASE, Timed.class,
				HOST.admitted("dcr.allowed-scopes=openid", "dcr.default-scopes=openid"))) {
			MutableClock later = narrower.bean(MutableClock.class);
			later.advance(Duration.between(later.instant(), clock.instant()).plus(FRESH));
			Browser browser = new Browser(narrower.http());
			browser.logIn("user");
			for (int i = 0; i < 2; i++) {
				assertServed(browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid")));
				assertThat(registration(url).metadata().getScopes()).containsExactly("openid");
				later.advance(Duration.ofHours(1));
			}
			assertThat(HOST.requestsTo(url)).extracting((request) -> request.header("If-None-Match"))
				.containsExactly("", "", "\"one\"");
		}
	}

	// What is stored isn't read as it was sent: 1.5 can be of several types
	@Test
	void authorizeWhenDocumentIsTheSameThenSoIsTheClientWhateverNumbersItHas() {
		Map<String, Object> key = Map.of("kty", "later", "a", 1.5, "b", 1e-7, "c", -0.0, "f", 12345678901234567890.0,
				"e", 7);
		String url = HOST.document(HOST.path(), with(Map.of("jwks", Map.of("keys", List.of(key)))));
		Browser browser = loggedIn("user");
		authorize(browser, url);
		clock.advance(FRESH);
		assertServed(authorize(browser, url));
		assertThat(HOST.requests(url)).isEqualTo(2);
		assertThat(registration(url).version()).isEqualTo(1);
		assertThat(events.of(url, ClientEvent.Updated.class)).isEmpty();
	}

	@Test
	void authorizeWhenClockWasPutBackThenLookedAtAgain() {
		String path = HOST.path();
		clock.advance(Duration.ofDays(1));
		String url = HOST.document(path, DOCUMENT);
		Browser browser = loggedIn("user");
		authorize(browser, url);
		clock.advance(Duration.ofDays(-1));
		HOST.document(path, with(Map.of("client_name", "Renamed")));
		assertServed(authorize(browser, url));
		assertThat(registration(url).metadata().getClientName()).isEqualTo("Renamed");
		assertServed(authorize(browser, url));
		assertThat(HOST.requests(url)).isEqualTo(2);
	}

	@Test
	void authorizeWhenRedirectUriWasWithdrawnThenRefusedOnceTheCopyIsOld() {
		String path = HOST.path();
		String other = "https://other.example/callback";
		String url = HOST.document(path, with(Map.of("redirect_uris", List.of(REDIRECT_URI, other))));
		Browser browser = loggedIn("user");
		tokens(browser, url);
		HOST.document(path, with(Map.of("redirect_uris", List.of(other))));
		clock.advance(FRESH);
		assertRefused(authorize(browser, url));
		assertThat(registration(url).metadata().getRedirectUris()).containsExactly(other);
	}

	/**
	 * The last good copy serves an outage, for a while.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "hangs up", "500", "503", "429", "challenge" })
	void authorizeWhenHostDoesNotAnswerThenByTheLastGoodCopyForAWhile(String how) {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = tokens(url);
		serve(path, how);
		clock.advance(FRESH);
		assertServed(authorize(url));
		assertThat(document(url).absence()).isNotNull();
		clock.advance(Duration.ofDays(7).minus(FRESH).minusSeconds(1));
		assertServed(authorize(url));
		clock.advance(Duration.ofSeconds(1));
		assertRefused(authorize(url));
		tokens = refresh(url, tokens).expect(200);
		HOST.document(path, DOCUMENT);
		clock.advance(Duration.ofMinutes(6));
		assertServed(authorize(url));
		assertThat(document(url).absence()).isNull();
		refresh(url, tokens).expect(200);
	}

	/**
	 * That nobody can tell now who signed its statement says nothing of a document.
	 */
	@Test
	void authorizeWhenKeysOfItsStatementAreOutOfReachThenByTheLastGoodCopy() {
		try (StatementIssuer issuer = new StatementIssuer();
				TestServer trusting = TestServer.startInMemory(MutableClock.class,
						issuer.trusted(HOST.admitted("dcr.cimd.cache.default=10m")))) {
			MutableClock time = trusting.bean(MutableClock.class);
			ClientMetadataDocumentStore documents = trusting.bean(ClientMetadataDocumentStore.class);
			String path = HOST.path();
			String url = HOST.document(path,
					with(Map.of("software_statement", issuer.statement("software_id", "app-1"))));
			Browser browser = new Browser(trusting.http());
			browser.logIn("user");
			assertServed(authorize(browser, url));
			issuer.setReachable(false);
			time.advance(FRESH);
			assertServed(authorize(browser, url));
			assertServed(authorize(browser, url)); // while it is left alone
			assertThat(documents.find(url).absence().kind()).isEqualTo("UNAVAILABLE");
			assertThat(HOST.requests(url)).isEqualTo(2);
			issuer.setReachable(true);
			time.advance(FRESH);
			assertServed(authorize(browser, url));
			assertThat(documents.find(url).absence()).isNull();
		}
	}

	/**
	 * What is gone, or no document any more, starts nothing; what was granted goes on.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "404", "410", "403", "302", "206", "text", "invalid" })
	void authorizeWhenDocumentIsNoneAnyMoreThenRefusedAtOnceAndTokensGoOn(String how) {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = tokens(url);
		serve(path, how);
		clock.advance(FRESH);
		assertRefused(authorize(url));
		tokens = refresh(url, tokens).expect(200);
		// that its host is down after that makes it no better
		serve(path, "503");
		clock.advance(FRESH);
		assertRefused(authorize(url));
		tokens = refresh(url, tokens).expect(200);
		HOST.document(path, DOCUMENT);
		clock.advance(FRESH);
		assertServed(authorize(url));
		refresh(url, tokens).expect(200);
	}

	/**
	 * A document that isn't to be kept at all is fetched again and again, and works.
	 */
	@Test
	void authorizeWhenDocumentIsNotToBeKeptThenItIsForTheShortestTimeAndWorks() {
		String url = HOST.document(HOST.path(), DOCUMENT, "Cache-Control", "private, max-age=0, must-revalidate");
		Browser browser = loggedIn("user");
		for (int i = 0; i < 3; i++) {
			assertServed(authorize(browser, url));
			server.http().form("/oauth2/par", Browser.request(url, REDIRECT_URI)).expect(201);
			clock.advance(Duration.ofMinutes(5));
		}
		assertThat(HOST.requests(url)).isEqualTo(3);
	}

	@Test
	void sweepWhenDocumentWasTightenedThenItLandsWithoutAnyLogin() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = refresh(url, tokens(url)).expect(200);
		HOST.document(path, with(Map.of("grant_types", List.of("authorization_code"), "client_name", "Tight")));
		events.seen().clear();
		clock.advance(FRESH);
		sweep();
		Answer refused = refresh(url, tokens);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json()).containsEntry("error", "unauthorized_client");
		// with the old and the new
		assertThat(events.of(url, ClientEvent.Updated.class)).singleElement().satisfies((event) -> {
			assertThat(event.previous().metadata().getClientName()).isEqualTo("A Client");
			assertThat(event.registration().metadata().getClientName()).isEqualTo("Tight");
			assertThat(event.registration().metadata().getGrantTypes()).containsExactly("authorization_code");
		});
		sweep();
		assertThat(HOST.requests(url)).isEqualTo(2);
		assertThat(events.of(url, ClientEvent.Updated.class)).hasSize(1);
	}

	/**
	 * What goes wrong with one client, such as in the application's own code, is logged
	 * and counted, and keeps no other waiting.
	 */
	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void sweepWhenOneClientCannotBeLookedAtThenTheOthersAre(CapturedOutput output) {
		List<String> paths = List.of(HOST.path(), HOST.path(), HOST.path());
		paths.forEach((path) -> tokens(HOST.document(path, DOCUMENT)));
		paths.forEach((path) -> HOST.document(path, with(Map.of("client_name", "Renamed"))));
		String breaks = HOST.document(paths.get(1), with(Map.of("client_name", Timed.BREAKS)));
		clock.advance(FRESH);
		long failed = swept("FAILED");
		long lookedAt = swept("LOOKED_AT");
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(DocumentSweep.class.getName(), LogLevel.WARN);
		try {
			sweep();
		}
		finally {
			logging.setLogLevel(DocumentSweep.class.getName(), null);
		}
		assertThat(paths).extracting((path) -> registration(HOST.url(path)).metadata().getClientName())
			.containsExactly("Renamed", "A Client", "Renamed");
		assertThat(swept("FAILED")).isEqualTo(failed + 1);
		assertThat(swept("LOOKED_AT")).isGreaterThanOrEqualTo(lookedAt + 2);
		assertThat(output.toString().lines()).filteredOn((line) -> line.contains("could not be looked at"))
			.singleElement()
			.asString()
			.contains("WARN", breaks);
		HOST.document(paths.get(1), with(Map.of("client_name", "Mended")));
		clock.advance(FRESH);
		sweep();
		assertThat(registration(breaks).metadata().getClientName()).isEqualTo("Mended");
	}

	private static long swept(String outcome) {
		Timer timer = server.bean(MeterRegistry.class).find("dcr.cimd.sweep").tag("outcome", outcome).timer();
		return (timer != null) ? timer.count() : 0;
	}

	@Test
	void sweepWhenNothingWasGrantedThenNotFetchedAndDeletedAfterRetention() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		String granted = HOST.document(HOST.path(), DOCUMENT);
		String disabled = HOST.document(HOST.path(), DOCUMENT);
		authorize(url);
		authorize(disabled);
		server.bean(ClientLifecycle.class).disable(disabled);
		tokens(granted);
		clock.advance(FRESH);
		sweep();
		assertThat(HOST.requests(url)).isOne();
		assertThat(HOST.requests(granted)).isEqualTo(2);
		clock.advance(FRESH);
		sweep();
		assertThat(registration(url)).isNull();
		assertThat(document(url)).isNull();
		assertThat(server.find(url)).isNull();
		assertThat(registration(granted)).isNotNull();
		// the operator's word stays
		assertThat(registration(disabled)).isNotNull();
		assertThat(HOST.requests(disabled)).isOne();
		assertServed(authorize(url)); // and comes back when somebody uses it
		assertThat(registration(url)).isNotNull();
	}

	@Test
	void sweepWhenDocumentIsGoneThenNothingStartsAndTokensGoOn() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Answer tokens = tokens(url);
		HOST.on(path, 410, "");
		clock.advance(FRESH);
		sweep();
		assertThat(document(url).absence().kind()).isEqualTo("GONE");
		assertThat(server.http().form("/oauth2/par", Browser.request(url, REDIRECT_URI)).status()).isEqualTo(401);
		refresh(url, tokens).expect(200);
	}

	@Test
	void refreshNowWhenHostWouldSayThatNothingChangedThenItIsNotAsked() {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT, "ETag", "\"one\"");
		authorize(url);
		saysThatNothingChanged(path, with(Map.of("client_id", url, "client_name", "Renamed")));
		DocumentClients clients = server.bean(DocumentClients.class);
		clients.refreshNow(url); // though it is fresh
		assertThat(registration(url).metadata().getClientName()).isEqualTo("Renamed");
		assertThatExceptionOfType(DocumentRefusedException.class).isThrownBy(() -> clients.refreshNow(url))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(DocumentRefusedException.Reason.TOO_SOON));
		assertThat(HOST.requests(url)).isEqualTo(2);
		clock.advance(Duration.ofMinutes(1));
		HOST.on(path, 503, "");
		assertThatExceptionOfType(DocumentRefusedException.class).isThrownBy(() -> clients.refreshNow(url))
			.withMessageContaining("503");
		assertServed(authorize(url));
	}

	/**
	 * One client for all users: what one of them ends is theirs alone.
	 */
	@Test
	void revokeOrLogOutWhenTwoUsersWithTwoDevicesThenTheOthersGoOn() {
		String url = HOST.document(HOST.path(), DOCUMENT);
		Browser first = loggedIn("user");
		Answer phone = tokens(first, url);
		Answer laptop = tokens(loggedIn("user"), url);
		Browser others = loggedIn("other");
		Answer stranger = tokens(others, url);
		Answer strangers = tokens(loggedIn("other"), url);
		server.http()
			.form("/oauth2/revoke", Map.of("client_id", url, "token", phone.string("refresh_token")))
			.expect(200);
		assertThat(refresh(url, phone).status()).isEqualTo(400);
		laptop = refresh(url, laptop).expect(200);
		stranger = refresh(url, stranger).expect(200);
		strangers = refresh(url, strangers).expect(200);
		others.get("/connect/logout?id_token_hint=" + stranger.string("id_token")).expect(302);
		laptop = refresh(url, laptop).expect(200);
		strangers = refresh(url, strangers).expect(200);
		tokens(loggedIn("user"), url); // a third device
		laptop = refresh(url, laptop).expect(200);
		// a replaced token that comes back ends its own family
		assertThat(refresh(url, strangers).status()).isEqualTo(200);
		assertThat(refresh(url, strangers).status()).isEqualTo(400);
		refresh(url, laptop).expect(200);
	}

	/**
	 * Users are asked anew when a document changes what they were told.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "client_name|Another Name|true", "policy_uri|https://client.example/p|true",
			"client_uri|https://client.example/x|false", "software_version|2|false" })
	void authorizeWhenMemberChangedThenConsentIsAskedAnewIfItWasShown(String member, String value, boolean asked) {
		String path = HOST.path();
		String url = HOST.document(path, DOCUMENT);
		Browser browser = loggedIn("user");
		tokens(browser, url);
		assertThat(authorize(browser, url).status()).isEqualTo(302);
		HOST.document(path, with(Map.of(member, value)));
		clock.advance(FRESH);
		assertThat(authorize(browser, url).status()).isEqualTo(asked ? 200 : 302);
		assertThat(registration(url).metadata().getString(member)).isEqualTo(value);
	}

	@Test
	void authorizeWhenRedirectHostsOrScopesGrewThenConsentIsAskedAnew() {
		for (Map<String, ?> change : List.of(
				Map.of("redirect_uris", List.of(REDIRECT_URI, "https://elsewhere.example/callback")),
				Map.of("scope", "openid profile email"))) {
			String path = HOST.path();
			String url = HOST.document(path, with(Map.of("scope", "openid profile")));
			Browser browser = loggedIn("user");
			tokens(browser, url);
			HOST.document(path, with(change));
			clock.advance(FRESH);
			assertThat(authorize(browser, url).status()).isEqualTo(200);
		}
	}

	@Test
	void authorizeWhenHostKeepsOutServersThenByThePinnedCopyAndDriftIsTold() {
		String url = HOST.on("/pinned", 403, "", "cf-mitigated", "challenge");
		Answer tokens = tokens(url);
		assertThat(registration(url).metadata().getClientName()).isEqualTo("Pinned");
		clock.advance(FRESH);
		assertServed(authorize(url));
		assertThat(document(url).isFresh(clock.instant())).isTrue();
		assertThat(events.of(PinnedDocumentDrifted.class)).isEmpty();
		HOST.document("/pinned", with(Map.of("client_name", "Real")));
		clock.advance(FRESH);
		assertServed(authorize(url));
		assertThat(registration(url).metadata().getClientName()).isEqualTo("Real");
		assertThat(events.of(PinnedDocumentDrifted.class)).singleElement().satisfies((event) -> {
			assertThat(event.url()).isEqualTo(url);
			assertThat(event.pinned()).contains("Pinned");
			assertThat(event.current()).contains("Real");
		});
		// what came from the host is better than the copy
		HOST.on("/pinned", 503, "");
		clock.advance(FRESH);
		assertServed(authorize(url));
		assertThat(registration(url).metadata().getClientName()).isEqualTo("Real");
		refresh(url, tokens).expect(200);
	}

	/**
	 * The servers and their clock, and what was published.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Timed {

		static final String BREAKS = "Breaks";

		@Bean
		RegisteredClientCustomizer breaking() {
			return (client, registration) -> Assert.state(!BREAKS.equals(registration.metadata().getClientName()),
					"The application is broken");
		}

		@Bean
		MutableClock clock() {
			return new MutableClock();
		}

		@Bean
		Events events() {
			return new Events();
		}

	}

	static class Events {

		private final List<Object> seen = new CopyOnWriteArrayList<>();

		List<Object> seen() {
			return this.seen;
		}

		<T extends ClientEvent> List<T> of(String url, Class<T> type) {
			return of(type).stream().filter((event) -> event.registration().clientId().equals(url)).toList();
		}

		<T> List<T> of(Class<T> type) {
			return this.seen.stream().filter(type::isInstance).map(type::cast).toList();
		}

		@EventListener({ ClientEvent.class, PinnedDocumentDrifted.class })
		void on(Object event) {
			this.seen.add(event);
		}

	}

}
