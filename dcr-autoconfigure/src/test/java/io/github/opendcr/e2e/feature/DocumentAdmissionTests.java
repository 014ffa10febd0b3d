package io.github.opendcr.e2e.feature;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which URLs may be clients is settled before anything is fetched, and whoever is refused
 * learns no reason.
 */
class DocumentAdmissionTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final Map<String, Object> DOCUMENT = Map.of("client_name", "A Client", "redirect_uris",
			List.of(REDIRECT_URI));

	private static final String REDIRECT_ELSEWHERE = "https://elsewhere.example/cb";

	private static final Map<String, Object> ELSEWHERE = Map.of("client_name", "A Client", "redirect_uris",
			List.of(REDIRECT_ELSEWHERE));

	private static final DocumentHost HOST = DocumentHost.shared();

	private static Answer authorize(TestServer server, String url) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid"));
	}

	private static @Nullable String policy(TestServer server, String url) {
		return server.bean(ClientRegistrationStore.class).findByClientId(url).registrant().policy();
	}

	private static long count(TestServer server, String decision) {
		Timer timer = server.bean(MeterRegistry.class).find("dcr.cimd.admission").tag("decision", decision).timer();
		return (timer != null) ? timer.count() : 0;
	}

	private static long counts(TestServer server) {
		return server.bean(MeterRegistry.class)
			.find("dcr.cimd.admission")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private static void assertRefused(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.header("Location")).isEmpty();
		assertThat(answer.body()).contains("not registered at this server");
	}

	/**
	 * Admission by lists: two clients of one host, and all of another.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class Listed {

		private final String web = HOST.document(HOST.path(), DOCUMENT);

		private final String code = HOST.document(HOST.path(), DOCUMENT);

		private final String denied = HOST.document(HOST.path(), DOCUMENT);

		private final String elsewhere = HOST.document(HOST.path(), ELSEWHERE);

		private final String anywhere = HOST.document(HOST.path(), ELSEWHERE);

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = TestServer
				.start(DocumentHost.enabled("dcr.consent.page=off", "dcr.policies.web.default-scopes=openid",
						"dcr.policies.web.redirect-uris.allowed-hosts=client.example",
						"dcr.cimd.allowed[4].url=" + this.elsewhere, "dcr.cimd.allowed[4].policy=web",
						"dcr.cimd.allowed[5].url=" + this.anywhere, "dcr.cimd.allowed[5].policy=code",
						"dcr.policies.code.default-scopes=openid,email", "dcr.policies.host.default-scopes=profile",
						"dcr.policy=host", "dcr.cimd.allowed[0].url=" + this.web, "dcr.cimd.allowed[0].policy=web",
						"dcr.cimd.allowed[1].url=" + this.code, "dcr.cimd.allowed[1].policy=code",
						"dcr.cimd.allowed[2].url=" + HOST.url("/usual"), "dcr.cimd.allowed[3].url=" + this.denied,
						"dcr.cimd.denied[0].url=" + this.denied));
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@Test
		void authorizeWhenTwoClientsOfOneHostThenEachHasItsPolicy() {
			authorize(this.server, this.web).expect(302);
			authorize(this.server, this.code).expect(302);
			assertThat(policy(this.server, this.web)).isEqualTo("web");
			assertThat(policy(this.server, this.code)).isEqualTo("code");
			assertThat(this.server.find(this.web).getScopes()).containsExactly("openid");
			assertThat(this.server.find(this.code).getScopes()).containsExactlyInAnyOrder("openid", "email");
		}

		@Test
		void authorizeWhenPolicyAllowsOtherRedirectHostsOnlyThenRefused() {
			Browser browser = new Browser(this.server.http());
			browser.logIn();
			assertRefused(browser.authorize(this.elsewhere, REDIRECT_ELSEWHERE, Map.of("scope", "openid")));
			assertThat(this.server.find(this.elsewhere)).isNull();
			browser.authorize(this.anywhere, REDIRECT_ELSEWHERE, Map.of("scope", "openid")).expect(302);
		}

		@Test
		void authorizeWhenAdmittedOrNotThenCountedByDecision() {
			long admitted = count(this.server, "admitted");
			authorize(this.server, this.web).expect(302);
			assertThat(count(this.server, "admitted")).isEqualTo(admitted + 1);
			long refused = count(this.server, "not_admitted");
			assertRefused(authorize(this.server, this.denied));
			assertThat(count(this.server, "not_admitted")).isEqualTo(refused + 1);
			assertThat(count(this.server, "admitted")).isEqualTo(admitted + 1);
			authorize(this.server, "registered"); // is no URL
			assertThat(count(this.server, "admitted")).isEqualTo(admitted + 1);
		}

		@Test
		void authorizeWhenDeniedOrNotListedThenRefusedAndNothingIsFetched() {
			String other = HOST.document(HOST.path(), DOCUMENT);
			for (String url : List.of(this.denied, other)) {
				assertRefused(authorize(this.server, url));
				assertRefused(new Browser(this.server.http()).authorize(url, REDIRECT_URI, Map.of()));
				assertThat(HOST.requests(url)).isZero();
				assertThat(this.server.find(url)).isNull();
			}
		}

	}

	/**
	 * Admission of all.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class Reporting {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = TestServer.start(DocumentHost.enabled("dcr.consent.page=off", "dcr.cimd.admission=report",
					"dcr.cimd.denied[0].url=" + HOST.url("/denied")));
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@Test
		void authorizeWhenNotListedThenAdmittedUnlessDenied() {
			String url = HOST.document(HOST.path(), DOCUMENT);
			authorize(this.server, url).expect(302);
			assertThat(policy(this.server, url)).isNull();
			assertRefused(authorize(this.server, HOST.document("/denied", DOCUMENT)));
			assertThat(HOST.requests("/denied")).isZero();
		}

		@Test
		void authorizeWhenRefusedThenCountedByReason() {
			String operators = HOST.document(HOST.path(), DOCUMENT);
			this.server.bean(DeniedDocuments.class).deny(operators, null);
			Map<String, String> urls = Map.of("url", "https://127.0.0.1/c", "not_admitted", HOST.url("/denied"),
					"denied", operators, "unavailable", HOST.on(HOST.path(), 503, ""), "invalid",
					HOST.json(HOST.path(), "{}"), "reported", HOST.document(HOST.path(), DOCUMENT));
			urls.forEach((decision, url) -> {
				long all = counts(this.server);
				long before = count(this.server, decision);
				assertThat(authorize(this.server, url).status()).isEqualTo(decision.equals("reported") ? 302 : 400);
				assertThat(count(this.server, decision)).as(decision).isEqualTo(before + 1);
				assertThat(counts(this.server)).as(decision).isEqualTo(all + 1);
			});
		}

		@Test
		void authorizeWhenItTakesSeveralRequestsThenCountedOnce() {
			String url = HOST.document(HOST.path(), DOCUMENT);
			Map<String, String> request = Browser.request(url, REDIRECT_URI);
			request.put("scope", "openid");
			long before = counts(this.server);
			// for a client that is unknown, and for one that is stored
			for (int user = 1; user <= 2; user++) {
				Browser browser = new Browser(this.server.http());
				assertThat(browser.authorize(request).expect(302).header("Location")).endsWith("/login");
				browser.logIn();
				browser.authorize(request).expect(302);
				assertThat(counts(this.server)).isEqualTo(before + user);
			}
			Browser again = new Browser(this.server.http());
			again.logIn();
			request.put("prompt", "login");
			assertThat(again.authorize(request).expect(302).header("Location")).endsWith("/login");
			again.logIn();
			assertThat(Browser.parameter(again.authorize(request).expect(302).header("Location"), "code")).isNotEmpty();
			assertThat(counts(this.server)).isEqualTo(before + 3);
			request.remove("prompt");
			Answer pushed = this.server.http().form("/oauth2/par", request).expect(201);
			again.authorize(Map.of("client_id", url, "request_uri", pushed.string("request_uri"))).expect(302);
			assertThat(counts(this.server)).isEqualTo(before + 4);
			assertThat(count(this.server, "reported")).isGreaterThanOrEqualTo(4);
		}

		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void pushOrTokenWhenPublicAndUnknownThenOperatorsLearnOfIt(CapturedOutput output) {
			LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
			logging.setLogLevel(DocumentClients.class.getName(), LogLevel.INFO);
			try {
				String url = HOST.document(HOST.path(), DOCUMENT);
				long before = count(this.server, "unknown");
				Http http = this.server.http();
				for (Answer answer : List.of(http.form("/oauth2/par", Browser.request(url, REDIRECT_URI)),
						http.form("/oauth2/device_authorization", Map.of("client_id", url, "scope", "profile")),
						http.form("/oauth2/token", Map.of("client_id", url, "grant_type", "client_credentials")))) {
					assertThat(answer.status()).isEqualTo(401);
					assertThat(answer.json()).isEqualTo(Map.of("error", "invalid_client"));
				}
				assertRefused(new Browser(http).authorize(url, REDIRECT_URI, Map.of("prompt", "none")));
				assertThat(count(this.server, "unknown")).isEqualTo(before + 4);
				assertThat(output.toString().lines())
					.filteredOn((line) -> line.contains(url) && line.contains("fetched for a user who is logged in"))
					.hasSize(4)
					.allMatch((line) -> line.contains("INFO"));
				assertThat(HOST.requests(url)).isZero();
			}
			finally {
				logging.setLogLevel(DocumentClients.class.getName(), null);
			}
		}

		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void pushWhenManyAreRefusedThenFewLinesSayWhyAndAllAreCounted(CapturedOutput output) {
			LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
			logging.setLogLevel(DocumentClients.class.getName(), LogLevel.INFO);
			try {
				long before = count(this.server, "not_admitted");
				Map<String, String> request = Browser.request(HOST.url("/denied"), REDIRECT_URI);
				for (int i = 0; i < 300; i++) {
					assertThat(this.server.http().form("/oauth2/par", request).status()).isEqualTo(401);
				}
				assertThat(count(this.server, "not_admitted")).isEqualTo(before + 300);
				// of two minutes, if the first one was about to end
				assertThat(output.toString().lines()).filteredOn((line) -> line.contains(HOST.url("/denied")))
					.hasSizeBetween(1, 120);
			}
			finally {
				logging.setLogLevel(DocumentClients.class.getName(), null);
			}
		}

		/**
		 * The reason may repeat words of whoever published the document.
		 */
		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void authorizeWhenRefusedDocumentIsHostileThenReasonIsOneLineThatCommandsNothing(CapturedOutput output) {
			LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
			logging.setLogLevel(DocumentClients.class.getName(), LogLevel.INFO);
			try {
				String url = HOST.json(HOST.path(),
						"""
								{"client_id": "{url}", "client_name": "A Client", "redirect_uris": ["https://client.example/cb"],
								"token_endpoint_auth_method": "a\\nFORGED \\u001b[2J \\u202e %s",
								"token_endpoint_auth_methods_supported": ["none"]}
								"""
							.formatted("x".repeat(3000)));
				assertRefused(authorize(this.server, url));
				assertThat(output.toString().lines()).filteredOn((line) -> line.contains("FORGED"))
					.singleElement()
					.asString()
					.contains("INFO", url, "'a?FORGED ?[2J ? xxx")
					.hasSizeLessThan(1000);
			}
			finally {
				logging.setLogLevel(DocumentClients.class.getName(), null);
			}
		}

		/**
		 * One answer, byte for byte and header for header, whatever the reason is: to
		 * users and to clients. How long each takes is in the test's report.
		 */
		@Test
		void authorizeOrPushWhenRefusedThenOneAnswerForEveryReason(TestReporter reporter) {
			String operators = HOST.document(HOST.path(), DOCUMENT);
			this.server.bean(DeniedDocuments.class).deny(operators, null);
			List<String> refused = new ArrayList<>(List.of("https://localhost/", "https://127.0.0.1/c",
					"https://localhost:" + HOST.port() + "/a/../b", "https://localhost:1/c", HOST.url("/denied"),
					operators, HOST.url("/absent"), HOST.on(HOST.path(), 410, ""), HOST.on(HOST.path(), 503, ""),
					HOST.on(HOST.path(), HttpExchange::close),
					HOST.on(HOST.path(), 302, "", "Location", HOST.url("/elsewhere")), HOST.on(HOST.path(), 206, "{}"),
					HOST.on(HOST.path(), 200, "{}", "Content-Type", "text/plain"), HOST.json(HOST.path(), "{"),
					HOST.json(HOST.path(), "{\"client_id\": \"{url}x\"}"), HOST.json(HOST.path(), "{}"),
					HOST.json(HOST.path(), "{\"client_id\": \"{url}\", \"x\": \"" + "x".repeat(6000) + "\"}"),
					HOST.document(HOST.path(),
							Map.of("client_name", "A Client", "redirect_uris", List.of("javascript:alert(1)"))),
					HOST.document(HOST.path(), Map.of("client_name", "A Client", "redirect_uris", List.of(REDIRECT_URI),
							"client_secret", "x")),
					"https://no-such-host.invalid/c"));
			Browser browser = new Browser(this.server.http());
			browser.logIn();
			String page = wire(browser.authorize("unknown", REDIRECT_URI, Map.of("scope", "openid")).expect(400));
			String answer = wire(
					this.server.http().form("/oauth2/par", Browser.request("unknown", REDIRECT_URI)).expect(401));
			for (String url : refused) {
				Answer pushed = this.server.http().form("/oauth2/par", Browser.request(url, REDIRECT_URI));
				assertThat(wire(pushed)).as(url).isEqualTo(answer);
				Instant begun = Instant.now();
				Answer refusal = browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid"));
				reporter.publishEntry(url, Duration.between(begun, Instant.now()).toMillis() + " ms");
				assertThat(wire(refusal)).as(url).isEqualTo(page);
			}
		}

		/**
		 * Before the login there are two answers: the refusal of what no document could
		 * save, and the login. Neither takes a fetch, so neither tells what one would
		 * bring.
		 */
		@Test
		void authorizeWhenNobodyIsLoggedInThenNoRefusalTakesAFetch() {
			String operators = HOST.document(HOST.path(), DOCUMENT);
			this.server.bean(DeniedDocuments.class).deny(operators, null);
			int requests = HOST.requests().size();
			String page = wire(new Browser(this.server.http()).authorize("unknown", REDIRECT_URI, Map.of()));
			for (String url : List.of("https://127.0.0.1/c", "https://a@localhost:" + HOST.port() + "/c",
					HOST.url("/denied"), operators)) {
				Answer refused = new Browser(this.server.http()).authorize(url, REDIRECT_URI, Map.of());
				assertThat(wire(refused)).as(url).isEqualTo(page);
			}
			for (String url : List.of(HOST.document(HOST.path(), DOCUMENT), HOST.on(HOST.path(), 503, ""),
					HOST.json(HOST.path(), "{}"), "https://no-such-host.invalid/c")) {
				Answer login = new Browser(this.server.http()).authorize(url, REDIRECT_URI, Map.of());
				assertThat(login.expect(302).header("Location")).as(url).endsWith("/login");
			}
			assertThat(HOST.requests()).hasSize(requests);
		}

		private static String wire(Answer answer) {
			Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
			headers.keySet().removeAll(Set.of("date", "set-cookie", "keep-alive", "connection", "content-length"));
			// but for the code by which an operator finds the reason
			return answer.status() + " " + headers + " " + answer.body().replaceAll("(?s)\\s*<dl.*</dl>\\s*|\\s+", " ");
		}

	}

	/**
	 * A bean of the application decides, and nothing is looked up for what it refuses.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class ByBean {

		private TestServer server;

		@BeforeAll
		void start() {
			this.server = TestServer.start(OwnAdmission.class, "dcr.cimd.enabled=true", "dcr.cimd.admission=open",
					"dcr.policies.bean.default-scopes=email");
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@Test
		void authorizeThenBeanIsAskedWithUrlsThatMayBeClientsAlone() {
			OwnAdmission.Asked asked = this.server.bean(OwnAdmission.Asked.class);
			for (String url : List.of("https://client.example", "https://client.example/", "https://a@client.example/c",
					"https://client.example/c#", "https://client.example/%2e%2e/c", "https://client.example\\c",
					"https://10.0.0.1/c", "https://[::1]/c", "https://2130706433/c", "https://client.example:0/c",
					"https://client.example:443/c", "HTTPS://client.example/c", "https://Client.example/c",
					"https://client.example/" + "x".repeat(100))) {
				assertRefused(authorize(this.server, url));
				assertRefused(new Browser(this.server.http()).authorize(url, REDIRECT_URI, Map.of()));
			}
			assertThat(asked.admission()).isEmpty();
			assertRefused(authorize(this.server, "https://client.example/refused"));
			assertThat(asked.admission()).containsOnly("https://client.example/refused");
			assertThat(asked.fetcher()).isEmpty();
			assertRefused(authorize(this.server, "https://client.example/admitted"));
			assertThat(asked.fetcher()).containsExactly("https://client.example/admitted");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAdmission {

		@Bean
		Asked asked() {
			return new Asked(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
		}

		@Bean
		DocumentAdmission ownAdmission(Asked asked) {
			return (url) -> {
				asked.admission().add(url);
				return url.endsWith("/admitted") ? DocumentAdmission.Decision.admit("bean")
						: DocumentAdmission.Decision.refuse();
			};
		}

		/**
		 * The one way out, which would resolve names.
		 */
		@Bean
		ClientUriFetcher ownFetcher(Asked asked) {
			return new ClientUriFetcher() {

				@Override
				public void check(URI uri) {
					asked.fetcher().add(uri.toString());
				}

				@Override
				public FetchResult fetch(FetchRequest request) {
					asked.fetcher().add(request.uri().toString());
					throw new ClientUriFetchException("There is no network", null);
				}

			};
		}

		record Asked(List<String> admission, List<String> fetcher) {
		}

	}

}
