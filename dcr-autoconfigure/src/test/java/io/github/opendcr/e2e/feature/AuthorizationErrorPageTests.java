package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the starter that says why an authorization ends where its user is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationErrorPageTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private final Logger log = (Logger) LoggerFactory.getLogger("io.github.opendcr.audit");

	private final Lines lines = new Lines();

	private TestServer server;

	private Http http;

	private Browser browser;

	@BeforeAll
	void start() {
		this.server = TestServer.start(WithClock.class, Stream.concat(Stream.of(AllEndpoints.PROPERTIES),
				Stream.of("dcr.approval=manual", "dcr.client-time-to-live=" + TIME_TO_LIVE, "dcr.reaper.enabled=false",
						"dcr.pages.contact=help@example.org", "dcr.pages.stylesheet=/brand.css"))
			.toArray(String[]::new));
		this.log.setLevel(Level.INFO);
		this.lines.start();
		this.log.addAppender(this.lines);
	}

	@AfterAll
	void stop() {
		this.log.detachAppender(this.lines);
		this.log.setLevel(null);
		this.server.close();
	}

	@BeforeEach
	void logIn() {
		this.server.bean(MutableClock.class).advance(Duration.ofMinutes(2));
		this.lines.written.clear();
		this.http = this.server.http();
		this.browser = new Browser(this.http);
		this.browser.logIn();
	}

	private Registered pending() {
		return this.server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "grant_types": ["authorization_code",
				"urn:ietf:params:oauth:grant-type:device_code"]}""");
	}

	private Registered active() {
		Registered client = pending();
		assertThat(this.server.bean(ClientLifecycle.class).activate(client.id())).isTrue();
		return client;
	}

	@Test
	void authorizeWhenClientIsPendingThenSaysSoWhomToAskAndACodeOfTheLog() {
		Registered client = pending();
		for (Browser user : List.of(this.browser, new Browser(this.server.http()))) {
			Document page = page(user.authorize(client.id(), CALLBACK, Map.of("scope", "openid")), "pending",
					client.id());
			assertThat(page.title()).isEqualTo("This application can't be used yet");
			assertThat(page.select("#reason").text()).contains("waits for the approval");
			assertThat(page.select("#action").text()).contains("Try again later");
			assertThat(page.select("#contact a").eachAttr("href")).containsExactly("mailto:help@example.org");
			assertThat(page.select("link").eachAttr("href")).containsExactly("/brand.css");
		}
	}

	@Test
	void authorizeWhenClientIsDisabledThenSaysSo() {
		Registered client = active();
		this.server.bean(ClientLifecycle.class).disable(client.id());
		assertThat(page(authorize(client.id()), "disabled", client.id()).select("#reason").text()).contains("disabled");
	}

	@Test
	void authorizeWhenClientHasExpiredThenSaysSo() {
		Registered client = active();
		this.server.bean(MutableClock.class).advance(TIME_TO_LIVE);
		assertThat(page(authorize(client.id()), "expired", client.id()).select("#reason").text()).contains("expired");
	}

	@Test
	void authorizeWhenClientIsUnknownThenSaysSoAndTheLogIsOneCleanLine() {
		String hostile = "x\n dcr.client.registered <script>alert(1)</script>\u202E";
		Answer answer = authorize(hostile);
		assertThat(line("unknown_client")).doesNotContain("\n", "\u202E");
		Document page = page(answer, "unknown_client", "x\\u{a}");
		assertThat(page.select("#reason").text()).contains("not registered");
		assertThat(answer.body()).doesNotContain("alert");
	}

	@Test
	void authorizeWhenRedirectUriIsNotRegisteredThenSaysSoAndGoesNowhere() {
		Registered client = active();
		for (String uri : List.of("https://evil.example/", "javascript:alert(1)", CALLBACK + "/", CALLBACK + "#x")) {
			this.lines.written.clear();
			Document page = page(this.browser.authorize(client.id(), uri, Map.of("scope", "openid")), "redirect_uri",
					client.id());
			assertThat(page.select("#reason").text()).contains("address that isn't registered");
			assertThat(page.outerHtml()).doesNotContain("evil", "alert");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			client_id=%s&redirect_uri=%s | invalid_request
			response_type=code&redirect_uri=%2$s | invalid_request
			response_type=code&client_id=%1$s&client_id=%1$s | invalid_request
			response_type=code&client_id=%1$s&redirect_uri=%2$s&redirect_uri=%2$s | invalid_request
			response_type=code&client_id=%1$s&request_uri=urn:ietf:params:oauth:request_uri:none | not_waiting""")
	void authorizeWhenRequestIsWrongThenSaysSo(String query, String cause) {
		Registered client = active();
		Answer answer = this.browser.authorize(query.formatted(client.id(), CALLBACK));
		Document page = page(answer, cause, null);
		assertThat(page.body().text()).doesNotContain("OAuth 2.0 Parameter", "rfc");
	}

	@Test
	void verifyWhenUserCodeIsNoneThenSaysSo() {
		Document page = page(this.browser.get("/oauth2/device_verification?user_code=NONE-NONE"), "not_waiting", null);
		assertThat(page.title()).isEqualTo("There is nothing to decide here");
	}

	@Test
	void verifyWhenClientHasExpiredThenSaysSo() {
		Registered client = active();
		String userCode = this.http
			.form("/oauth2/device_authorization", Map.of("scope", "profile"),
					TestServer.basic(client.id(), client.secret()))
			.expect(200)
			.string("user_code");
		this.server.bean(MutableClock.class).advance(TIME_TO_LIVE);
		page(this.browser.get("/oauth2/device_verification?user_code=" + userCode), "expired", null);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			de | Diese Anwendung kann noch nicht genutzt werden
			fr | Cette application n’est pas encore utilisable
			es | Esta aplicación aún no se puede usar
			ja | このアプリケーションはまだ利用できません""")
	void authorizeThenPageIsInTheLanguageOfTheUser(String language, String title) {
		Registered client = pending();
		Answer answer = this.server.http()
			.get("/oauth2/authorize?" + Http.encode(Browser.request(client.id(), CALLBACK)), "Accept", "text/html",
					"Accept-Language", language);
		Document page = page(answer, "pending", client.id());
		assertThat(page.title()).isEqualTo(title);
		assertThat(page.select("html").attr("lang")).isEqualTo(language);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "*/*", "" })
	void authorizeWhenNoBrowserAsksThenAnswerIsSpringsUnlessClientIsUnavailable(String accept) {
		String[] headers = accept.isEmpty() ? new String[0] : new String[] { "Accept", accept };
		Registered client = active();
		Map<String, String> request = Browser.request(client.id(), "https://evil.example/");
		Answer answer = this.http.get("/oauth2/authorize?" + Http.encode(request), headers);
		assertThat(answer.status()).as(answer.toString()).isIn(302, 400);
		assertThat(answer.header("Location")).doesNotContain("evil");
		assertThat(answer.body()).doesNotContain("<main");
		assertThat(this.lines.stopped()).isEmpty();
		request.put("client_id", pending().id());
		assertThat(this.http.get("/oauth2/authorize?" + Http.encode(request), headers).expect(400).body())
			.contains("waits for the approval");
	}

	@Test
	void authorizeWhenPostedThenSaysSo() {
		Map<String, String> request = Browser.request("nobody", CALLBACK);
		page(this.browser.post("/oauth2/authorize", request), "unknown_client", "nobody");
	}

	@Test
	void authorizeWhenManyFailThenLinesEndAndPagesWithoutALineHaveNoCode() {
		Answer last = null;
		for (int i = 0; i < 40; i++) {
			last = this.browser.authorize("nobody", CALLBACK, Map.of());
		}
		assertThat(this.lines.stopped()).hasSizeLessThanOrEqualTo(30);
		assertThat(Jsoup.parse(last.expect(400).body()).select("#error-code")).isEmpty();
		assertThat(this.lines.written).anyMatch((line) -> line.startsWith("dcr.audit.paused"));
	}

	private Answer authorize(String clientId) {
		return this.browser.authorize(clientId, CALLBACK, Map.of("scope", "openid"));
	}

	private Document page(Answer answer, String cause, String clientId) {
		assertThat(answer.header("Location")).isEmpty();
		Document page = Jsoup.parse(answer.expect(400).body());
		assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; style-src 'self'; "
				+ "base-uri 'none'; frame-ancestors 'none'; form-action 'none'");
		assertThat(answer.header("Cache-Control")).contains("no-store");
		assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(page.select("script, style, img, form, [src], [style]")).isEmpty();
		String code = page.select("#error-code").text();
		assertThat(code).matches("[2-9A-Z]{4}-[2-9A-Z]{4}");
		assertThat(line(cause)).contains(" code=" + code + " ").contains((clientId != null) ? clientId : "");
		this.lines.written.clear();
		return page;
	}

	private String line(String cause) {
		assertThat(this.lines.stopped()).as(this.lines.written.toString()).hasSize(1);
		return this.lines.stopped()
			.stream()
			.filter((line) -> line.contains(" cause=" + cause + " "))
			.findFirst()
			.orElseThrow(() -> new AssertionError(cause + " in " + this.lines.written));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MutableClock.class, AllEndpoints.class })
	static class WithClock {

	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<String> written = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.written.add(event.getFormattedMessage());
		}

		List<String> stopped() {
			return this.written.stream().filter((line) -> line.startsWith("dcr.authorization.stopped")).toList();
		}

	}

}
