package io.github.opendcr.e2e.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.pages.ConsentPage;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.OwnChains;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of the starter on which users decide about clients.
 */
class ConsentPageTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

	private static final String STYLESHEET = "/oauth2/register/pages/style.css";

	private static Registered register(TestServer server, Map<String, ?> more) {
		Map<String, Object> metadata = new LinkedHashMap<>(
				Map.of("redirect_uris", List.of(CALLBACK), "scope", "openid profile email"));
		metadata.putAll(more);
		return server.registered(Answer.write(metadata));
	}

	private static String byHand(TestServer server) {
		RegisteredClient.Builder client = RegisteredClient.withId("by-hand")
			.clientId("by-hand")
			.clientName("Our own")
			.clientSecret("{noop}by-hand")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.redirectUri(CALLBACK)
			.scope("openid")
			.scope("profile")
			.scope("email")
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(true).build());
		List.of(AuthorizationGrantType.AUTHORIZATION_CODE.getValue(), DEVICE_CODE)
			.forEach((type) -> client.authorizationGrantType(new AuthorizationGrantType(type)));
		server.bean(RegisteredClientRepository.class).save(client.build());
		return "by-hand";
	}

	private static Browser user(Http http) {
		Browser browser = new Browser(http);
		browser.logIn();
		return browser;
	}

	private static Document page(Answer answer) {
		return Jsoup.parse(answer.expect(200).body());
	}

	private static boolean isOurs(Answer answer) {
		return answer.status() == 200 && page(answer).selectFirst("#allow") != null;
	}

	private static boolean isSprings(Answer answer) {
		return answer.status() == 200 && page(answer).selectFirst("#submit-consent") != null;
	}

	private static String text(Document page, String selector) {
		Element element = page.selectFirst(selector);
		assertThat(element).as(selector + " in " + page).isNotNull();
		return element.text();
	}

	/**
	 * In an application that has set no page.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithoutOwnPage {

		private TestServer server;

		private Http http;

		private Browser browser;

		@BeforeAll
		void start() {
			this.server = TestServer.start(DevicesAndWords.class,
					"dcr.allowed-grant-types=authorization_code,refresh_token," + DEVICE_CODE,
					"dcr.resources.allowed[0].uri=https://mcp.example/notes", "dcr.consent.scopes.email=Write to you");
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@BeforeEach
		void logIn() {
			this.http = this.server.http();
			this.browser = user(this.http);
		}

		@Test
		void authorizeThenPageSaysWhoAsksForWhatAndAllowGivesTokens() {
			Registered client = register(this.server, Map.of("client_name", "Notes", "policy_uri",
					"https://client.example/policy", "tos_uri", "https://client.example/terms"));
			Answer answer = authorize(client, "openid profile email", "resource", "https://mcp.example/notes");
			Document page = page(answer);
			assertThat(page.title()).isEqualTo("Allow access?");
			assertThat(text(page, "bdi.name")).isEqualTo("Notes");
			assertThat(text(page, ".lead")).isEqualTo("Notes wants to access your account user.");
			assertThat(text(page, "#self-registered")).contains("registered itself on ", "Go on only if");
			assertThat(text(page, "#host")).isEqualTo("client.example");
			assertThat(text(page, "details")).contains(CALLBACK);
			assertThat(text(page, ".resource")).isEqualTo("https://mcp.example/notes");
			assertThat(page.select("#consent .scope").eachText()).containsExactly("Know who you are", "Write to you",
					"See your name and the rest of your profile");
			assertThat(page.select("#changed, #loopback, #deceptive, #client-host, #user-code")).isEmpty();
			assertThat(page.select("dl a").eachAttr("href")).containsExactly("https://client.example/policy",
					"https://client.example/terms");
			String code = Browser.parameter(this.browser.consent(answer).expect(302).header("Location"), "code");
			Answer tokens = this.server.token(client.id(), client.secret(), TestServer.codeGrant(code, CALLBACK));
			assertThat(tokens.expect(200).string("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile",
					"email");
		}

		@Test
		void authorizeWhenOpenidAloneThenIsAskedAndAllowGrantsIt() {
			Registered client = register(this.server, Map.of());
			Answer answer = authorize(client, "openid");
			assertThat(page(answer).select("#consent .scope").eachText()).containsExactly("Know who you are");
			String code = Browser.parameter(this.browser.consent(answer).expect(302).header("Location"), "code");
			Answer tokens = this.server.token(client.id(), client.secret(), TestServer.codeGrant(code, CALLBACK));
			assertThat(tokens.expect(200).string("scope")).isEqualTo("openid");
			assertThat(tokens.json()).containsKey("id_token");
			assertThat(authorize(client, "openid").expect(302).header("Location")).contains("code=");
		}

		/**
		 * What Spring takes for the address of the page is no client's to know.
		 */
		@Test
		void allowWhenClientRedirectsToAHostThatIsNoneThenBrowserIsSentThere() {
			String callback = "https://consent-page.invalid/?client_id=another&scope=email";
			Registered client = register(this.server, Map.of("redirect_uris", List.of(callback)));
			Answer page = this.browser.authorize(client.id(), callback, Map.of("scope", "openid profile"));
			assertThat(this.browser.consent(page).expect(302).header("Location")).startsWith(callback + "&code=");
		}

		@Test
		void denyThenClientIsToldAndNothingIsGranted() {
			Registered client = register(this.server, Map.of());
			for (String scope : List.of("openid profile", "openid")) {
				Answer denied = deny(authorize(client, scope));
				assertThat(denied.expect(302).header("Location")).startsWith(CALLBACK + "?error=access_denied")
					.contains("state=the-state");
				assertThat(isOurs(authorize(client, scope))).isTrue();
			}
		}

		@Test
		void denyWhenSomeWasGrantedBeforeThenThatRemains() {
			Registered client = register(this.server, Map.of());
			this.browser.consent(authorize(client, "openid profile")).expect(302);
			Answer answer = authorize(client, "openid profile email");
			Document page = page(answer);
			assertThat(page.select("#consent .scope").eachText()).containsExactly("Write to you");
			assertThat(page.select(".granted li").eachText()).containsExactly("Know who you are",
					"See your name and the rest of your profile");
			assertThat(text(page, "#deny")).isEqualTo("Allow no more than before");
			assertThat(deny(answer).expect(302).header("Location")).contains("code=");
			assertThat(isOurs(authorize(client, "email"))).isTrue();
		}

		@Test
		void authorizeWhenClientChangedThenSaysSo() {
			Registered client = register(this.server, Map.of("client_name", "Notes"));
			this.browser.consent(authorize(client, "openid profile")).expect(302);
			client
				.update("""
						{"client_id": "%s", "redirect_uris": ["%s"], "scope": "openid profile email", "client_name": "Bank"}"""
					.formatted(client.id(), CALLBACK))
				.expect(200);
			assertThat(text(page(authorize(client, "openid profile")), "#changed")).contains("changed");
		}

		@Test
		void authorizeWhenClientIsOnTheDeviceThenSaysSo() {
			Registered client = register(this.server,
					Map.of("redirect_uris", List.of("http://127.0.0.1:1234/cb"), "application_type", "native"));
			Document page = page(
					this.browser.authorize(client.id(), "http://127.0.0.1:4321/cb", Map.of("scope", "profile")));
			assertThat(text(page, "#loopback")).contains("Any program on this device");
			assertThat(text(page, "dd")).startsWith("an application on this device");
			assertThat(page.select("#host")).isEmpty();
		}

		@Test
		void authorizeWhenNameIsHostileThenItIsTextAndNothingElse() {
			String markup = "</bdi><script>alert(1)</script><img src=x onerror=alert(1)>\"'`${7*7}";
			Document page = page(authorize(register(this.server, Map.of("client_name", markup)), "openid profile"));
			assertThat(text(page, "bdi.name")).isEqualTo(markup.substring(0, 63) + "…");
			assertThat(page.select("script, img, style, iframe, object, [onerror], [style]")).isEmpty();

			page = page(authorize(register(this.server, Map.of("client_name", "Bank\u202Egro.live\u2066")),
					"openid profile"));
			assertThat(text(page, "bdi.name")).isEqualTo("Bankgro.live");
			assertThat(text(page, "#deceptive")).contains("look like another");

			// more is refused when it registers
			page = page(authorize(register(this.server, Map.of("client_name", "W".repeat(200))), "openid profile"));
			assertThat(text(page, "bdi.name")).isEqualTo("W".repeat(63) + "…");

			page = page(authorize(register(this.server, Map.of("client_name", "{0} {1}")), "openid profile"));
			assertThat(text(page, ".lead")).isEqualTo("{0} {1} wants to access your account user.");

			page = page(authorize(register(this.server, Map.of()), "openid profile"));
			assertThat(text(page, "bdi.name")).isEqualTo("An application without a name");
		}

		@Test
		void authorizeThenPageLoadsNothingFromElsewhereAndRunsNothing() {
			Registered client = register(this.server, Map.of("policy_uri", "https://client.example/policy", "logo_uri",
					"https://client.example/logo.png", "client_uri", "https://client.example/"));
			Answer answer = authorize(client, "openid profile");
			assertThat(answer.header("Content-Security-Policy"))
				.isEqualTo("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
			assertThat(answer.header("Cache-Control")).contains("no-store");
			assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
			assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
			assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
			Document page = page(answer);
			assertThat(page.select("script, style, img, iframe, object, embed, [src], [style], base")).isEmpty();
			assertThat(page.getAllElements()).noneMatch((element) -> element.attributes()
				.asList()
				.stream()
				.anyMatch((attribute) -> attribute.getKey().startsWith("on")));
			for (Element link : page.select("[href]")) {
				if (link.attr("href").startsWith("https:")) {
					assertThat(link.normalName()).isEqualTo("a");
					assertThat(link.attr("rel")).isEqualTo("noopener noreferrer nofollow");
				}
				else {
					assertThat(link.attr("href")).startsWith(STYLESHEET + "?v=");
				}
			}
			assertThat(page.select("form").eachAttr("action")).containsOnly("/oauth2/authorize");
		}

		@Test
		void stylesheetThenAnyoneMayKeepIt() {
			Registered client = register(this.server, Map.of());
			String href = page(authorize(client, "openid profile")).select("link").attr("href");
			Http nobody = this.server.http();
			Answer sheet = nobody.get(href).expect(200);
			assertThat(sheet.header("Content-Type")).isEqualTo("text/css;charset=UTF-8");
			assertThat(sheet.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
			assertThat(sheet.body()).contains("--dcr-accent", "prefers-color-scheme: dark")
				.doesNotContain("url(", "@import");
			assertThat(nobody.get(href, "If-None-Match", sheet.header("ETag")).status()).isEqualTo(304);
			assertThat(nobody.get(STYLESHEET).expect(200).header("Cache-Control")).isEqualTo("no-cache");
			assertThat(this.server.send("HEAD", STYLESHEET, "").expect(200).body()).isEmpty();
			assertThat(this.server.send("POST", STYLESHEET, "").expect(405).header("Allow")).isEqualTo("GET, HEAD");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				en-GB | en-GB | Allow access? | Know who you are
				de-AT,en;q=0.5 | de-AT | Zugriff erlauben? | Wissen, wer Sie sind
				fr | fr | Autoriser l’accès ? | Savoir qui vous êtes
				es-MX | es-MX | ¿Permitir el acceso? | Saber quién es usted
				ja | ja | アクセスを許可しますか？ | あなたが誰であるかを知る
				it, fr;q=0.3 | fr | Autoriser l’accès ? | Savoir qui vous êtes
				tlh, xx-YY | en | Allow access? | Know who you are
				nl | nl | Toegang geven? | Know who you are""")
		void authorizeThenPageIsInTheLanguageOfTheUser(String accepted, String lang, String title, String openid) {
			Registered client = register(this.server, Map.of("client_name", "Notes", "client_name#fr", "Cahiers"));
			Answer answer = this.http.get("/oauth2/authorize?" + query(client, "openid profile"), "Accept", "text/html",
					"Accept-Language", accepted);
			Document page = page(answer);
			assertThat(page.select("html").attr("lang")).isEqualTo(lang);
			assertThat(page.select("html").attr("dir")).isEqualTo("ltr");
			assertThat(page.title()).isEqualTo(title);
			assertThat(answer.header("Content-Language")).isEqualTo(lang);
			assertThat(page.select("#consent .scope").get(0).text()).isEqualTo(openid);
			assertThat(text(page, "bdi.name")).isEqualTo(lang.equals("fr") ? "Cahiers" : "Notes");
		}

		@Test
		void authorizeWhenApplicationHasWordsThatRunToTheLeftThenPageDoes() {
			Registered client = register(this.server, Map.of("client_name", "Notes"));
			Document page = page(this.http.get("/oauth2/authorize?" + query(client, "openid profile"), "Accept",
					"text/html", "Accept-Language", "ar-EG,en;q=0.5"));
			assertThat(page.select("html").attr("dir")).isEqualTo("rtl");
			assertThat(page.select("html").attr("lang")).isEqualTo("ar-EG");
			assertThat(page.title()).isEqualTo("هل تسمح بالوصول؟");
			assertThat(text(page, "#allow")).as("what the application has no words for").isEqualTo("Allow");
		}

		@Test
		void consentWhenStateIsAnotherUsersThenNothingIsGranted() {
			Registered client = register(this.server, Map.of());
			Answer answer = authorize(client, "openid profile");
			Http http = this.server.http();
			Browser other = new Browser(http);
			other.logIn("other");
			Answer refused = other.consent(answer);
			assertThat(refused.expect(400).body()).contains("There is nothing to decide here");
			assertThat(isOurs(other.authorize(client.id(), CALLBACK, Map.of("scope", "openid profile")))).isTrue();
			assertThat(this.browser.consent(answer).expect(302).header("Location")).as("of its own user")
				.contains("code=");
		}

		@Test
		void consentWhenStateIsMadeUpOrUsedThenNothingIsGranted() {
			Registered client = register(this.server, Map.of());
			Answer answer = authorize(client, "openid profile");
			Map<String, String> form = Map.of("client_id", client.id(), "state", "made-up", "scope", "profile");
			assertThat(this.browser.post("/oauth2/authorize", form).expect(400).body()).contains("nothing to decide");
			this.browser.consent(answer).expect(302);
			assertThat(this.browser.consent(answer).status()).isIn(302, 400);
		}

		@Test
		void authorizeWhenRegisteredByHandThenPageIsSprings() {
			String client = byHand(this.server);
			Answer answer = this.browser.authorize(client, CALLBACK, Map.of("scope", "openid profile email"));
			assertThat(isSprings(answer)).as(answer.toString()).isTrue();
			Document page = page(answer);
			assertThat(page.select("form").attr("action")).isEqualTo("/oauth2/authorize");
			assertThat(page.select("input[name=scope]").eachAttr("value")).containsExactlyInAnyOrder("profile",
					"email");
			Map<String, String> form = Map.of("client_id", client, "state",
					page.select("input[name=state]").attr("value"), "scope", "profile");
			assertThat(this.browser.post("/oauth2/authorize", form).expect(302).header("Location")).contains("code=");
			Document again = page(this.browser.authorize(client, CALLBACK, Map.of("scope", "openid profile email")));
			assertThat(again.select("input[name=scope]:not([disabled])").eachAttr("value")).containsExactly("email");
			assertThat(again.select("input[disabled]").eachAttr("id")).contains("profile");
			assertThat(
					this.browser.authorize(client, CALLBACK, Map.of("scope", "openid")).expect(302).header("Location"))
				.contains("code=");
			String userCode = userCode(client, "by-hand");
			Answer device = this.browser.get("/oauth2/device_verification?user_code=" + userCode);
			assertThat(isSprings(device)).as(device.toString()).isTrue();
			assertThat(page(device).select("input[name=user_code]").attr("value")).isEqualTo(userCode);
		}

		@Test
		void authorizeWhenPushedOrPostedThenIsAskedThere() {
			Registered client = register(this.server, Map.of());
			Map<String, String> request = Browser.request(client.id(), CALLBACK);
			request.put("scope", "openid profile");
			String requestUri = this.server.http()
				.form("/oauth2/par", request, TestServer.basic(client.id(), client.secret()))
				.expect(201)
				.string("request_uri");
			Answer pushed = this.browser.authorize(Map.of("client_id", client.id(), "request_uri", requestUri));
			assertThat(page(pushed).select("#consent .scope")).hasSize(2);
			assertThat(this.browser.consent(pushed).expect(302).header("Location")).contains("code=");
			Registered other = register(this.server, Map.of());
			request.put("client_id", other.id());
			Answer posted = this.browser.post("/oauth2/authorize", request);
			assertThat(this.browser.consent(posted).expect(302).header("Location")).contains("code=");
		}

		@Test
		void verifyThenPageShowsTheCodeAndAllowLetsTheDeviceIn() {
			Registered client = register(this.server,
					Map.of("client_name", "TV", "grant_types", List.of("authorization_code", DEVICE_CODE)));
			Answer begun = this.http
				.form("/oauth2/device_authorization", Map.of("scope", "profile"),
						TestServer.basic(client.id(), client.secret()))
				.expect(200);
			String userCode = begun.string("user_code");
			Answer answer = this.browser.get("/oauth2/device_verification?user_code=" + userCode);
			Document page = page(answer);
			assertThat(text(page, "#user-code")).isEqualTo(userCode);
			assertThat(text(page, "dd")).isEqualTo("the device that shows the code");
			assertThat(page.select("form").eachAttr("action")).containsOnly("/oauth2/device_verification");
			assertThat(this.browser.post("/oauth2/device_verification", form(page, "#consent"))
				.expect(302)
				.header("Location")).endsWith("/?success");
			Map<String, String> grant = Map.of("grant_type", DEVICE_CODE, "device_code", begun.string("device_code"));
			assertThat(this.server.token(client.id(), client.secret(), grant).expect(200).string("scope"))
				.isEqualTo("profile");
		}

		@Test
		void verifyWhenDeniedThenPageSaysSoAndTheDeviceIsRefused() {
			Registered client = register(this.server,
					Map.of("grant_types", List.of("authorization_code", DEVICE_CODE)));
			Answer begun = this.http
				.form("/oauth2/device_authorization", Map.of("scope", "profile"),
						TestServer.basic(client.id(), client.secret()))
				.expect(200);
			Document page = page(
					this.browser.get("/oauth2/device_verification?user_code=" + begun.string("user_code")));
			Answer denied = this.browser.post("/oauth2/device_verification", form(page, "#refusal"));
			assertThat(denied.expect(400).body()).contains("You allowed no access").doesNotContain("error-code");
			Map<String, String> grant = Map.of("grant_type", DEVICE_CODE, "device_code", begun.string("device_code"));
			assertThat(this.server.token(client.id(), client.secret(), grant).status()).isEqualTo(400);
		}

		private String userCode(String clientId, String secret) {
			return this.http
				.form("/oauth2/device_authorization", Map.of("scope", "profile email"),
						TestServer.basic(clientId, secret))
				.expect(200)
				.string("user_code");
		}

		private Map<String, String> form(Document page, String selector) {
			Map<String, String> form = new LinkedHashMap<>();
			page.select(selector + " input[name]")
				.forEach((input) -> form.put(input.attr("name"), input.attr("value")));
			return form;
		}

		private Answer deny(Answer answer) {
			return this.browser.post("/oauth2/authorize", form(page(answer), "#refusal"));
		}

		private String query(Registered client, String scope) {
			Map<String, String> request = Browser.request(client.id(), CALLBACK);
			request.put("scope", scope);
			return Http.encode(request);
		}

		private Answer authorize(Registered client, String scope, String... more) {
			Map<String, String> parameters = new LinkedHashMap<>(Map.of("scope", scope));
			for (int i = 0; i < more.length; i += 2) {
				parameters.put(more[i], more[i + 1]);
			}
			return this.browser.authorize(client.id(), CALLBACK, parameters);
		}

	}

	/**
	 * By the property, and what the application has set.
	 */
	@Nested
	class Use {

		@Test
		void authorizeWhenOffThenPageIsSprings() {
			try (TestServer server = TestServer.start("dcr.consent.page=off")) {
				Browser browser = user(server.http());
				Registered client = register(server, Map.of());
				assertThat(isSprings(ask(browser, client.id()))).isTrue();
				assertThat(isSprings(ask(browser, byHand(server)))).isTrue();
				assertThat(browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid"))
					.expect(302)
					.header("Location")).contains("code=");
			}
		}

		@Test
		void authorizeWhenOnThenPageIsOursForEveryClient() {
			try (TestServer server = TestServer.start("dcr.consent.page=on")) {
				Browser browser = user(server.http());
				assertThat(isOurs(ask(browser, register(server, Map.of()).id()))).isTrue();
				Document page = page(ask(browser, byHand(server)));
				assertThat(text(page, ".lead")).isEqualTo("Our own wants to access your account user.");
				assertThat(page.select("#self-registered")).isEmpty();
				assertThat(browser.authorize("by-hand", CALLBACK, Map.of("scope", "openid"))
					.expect(302)
					.header("Location")).as("Spring doesn't ask for openid alone").contains("code=");
			}
		}

		@ParameterizedTest
		@CsvSource({ "auto, false", "off, false", "on, true" })
		void authorizeWhenApplicationHasAPageThenItIsShownUnlessOn(String use, boolean ours) {
			try (TestServer server = TestServer.start(OwnConsentPage.class, "dcr.consent.page=" + use)) {
				Browser browser = user(server.http());
				for (String client : List.of(register(server, Map.of()).id(), byHand(server))) {
					Answer answer = ask(browser, client);
					assertThat(isOurs(answer)).as(answer.toString()).isEqualTo(ours);
					assertThat(answer.header("Location").contains("/consent?")).isEqualTo(!ours);
				}
			}
		}

		@Test
		void authorizeWhenApplicationHasATemplateThenItIsUsedWithItsStylesheet() {
			try (TestServer server = TestServer.start(OwnTemplate.class,
					"dcr.pages.stylesheet=https://cdn.example/style.css")) {
				Answer answer = ask(user(server.http()), register(server, Map.of("client_name", "Notes")).id());
				assertThat(answer.expect(200).body()).isEqualTo("user: Notes to /oauth2/authorize in en");
				assertThat(answer.header("Content-Security-Policy")).contains("style-src 'self' https://cdn.example;");
				Answer error = server.http()
					.get("/oauth2/authorize?client_id=x&response_type=code", "Accept", "text/html");
				assertThat(Jsoup.parse(error.expect(400).body()).select("link").eachAttr("href"))
					.containsExactly("https://cdn.example/style.css");
			}
		}

		private static Answer ask(Browser browser, String clientId) {
			return browser.authorize(clientId, CALLBACK, Map.of("scope", "openid profile"));
		}

	}

	/**
	 * An application that lets devices in, and speaks more languages.
	 */
	@Configuration(proxyBeanMethods = false)
	static class DevicesAndWords {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return OwnChains.authorizationServer(http,
					(server) -> server.deviceAuthorizationEndpoint(Customizer.withDefaults())
						.deviceVerificationEndpoint(Customizer.withDefaults()));
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			return OwnChains.pages(http);
		}

		@Bean
		StaticMessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.setUseCodeAsDefaultMessage(true);
			messages.addMessage("dcr.pages.language", Locale.forLanguageTag("ar"), "ar");
			messages.addMessage("dcr.pages.language", Locale.forLanguageTag("ar-EG"), "ar");
			messages.addMessage("dcr.pages.consent.title", Locale.forLanguageTag("ar-EG"), "هل تسمح بالوصول؟");
			messages.addMessage("dcr.pages.language", Locale.forLanguageTag("nl"), "nl");
			messages.addMessage("dcr.pages.consent.title", Locale.forLanguageTag("nl"), "Toegang geven?");
			return messages;
		}

	}

	/**
	 * An application with a template of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnTemplate {

		@Bean
		ConsentPage ownConsentPage() {
			return (question, request, response) -> response.getWriter()
				.print("%s: %s to %s in %s".formatted(question.userName(), question.consent().clientName(),
						question.action(), question.locale()));
		}

	}

}
