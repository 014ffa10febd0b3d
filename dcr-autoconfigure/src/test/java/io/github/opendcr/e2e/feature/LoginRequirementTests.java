package io.github.opendcr.e2e.feature;

import java.text.ParseException;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client demands of the user's login: OpenID Connect Core 1.0 §3.1.2.
 */
class LoginRequirementTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static TestServer server;

	private Http http;

	private Browser browser;

	private Registered client;

	@BeforeAll
	static void start() {
		server = TestServer.shared(AllEndpoints.class, AllEndpoints.PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void register() {
		this.http = server.http();
		this.browser = new Browser(this.http);
		this.client = server.registered("{\"redirect_uris\": [\"%s\"]}".formatted(CALLBACK));
	}

	/**
	 * The ways on which a request comes.
	 */
	enum Way {

		GET, POST, PUSHED

	}

	private Answer send(Way way, String... more) {
		Map<String, String> request = request(more);
		return switch (way) {
			case GET -> this.browser.authorize(request);
			case POST -> this.http.form("/oauth2/authorize", request, "Accept", "text/html");
			case PUSHED -> this.browser.authorize(pushed(request));
		};
	}

	private Map<String, String> request(String... more) {
		Map<String, String> request = Browser.request(this.client.id(), CALLBACK);
		request.put("scope", "openid profile");
		for (int i = 0; i < more.length; i += 2) {
			request.put(more[i], more[i + 1]);
		}
		return request;
	}

	private Map<String, String> pushed(Map<String, String> request) {
		String requestUri = server.http()
			.form("/oauth2/par", request, TestServer.basic(this.client.id(), this.client.secret()))
			.expect(201)
			.string("request_uri");
		return Map.of("client_id", this.client.id(), "request_uri", requestUri);
	}

	/**
	 * Log in, and go back to where the login came from.
	 */
	private Answer logInAndReturn() {
		String csrf = Jsoup.parse(this.http.get("/login").body()).select("input[name=_csrf]").attr("value");
		Answer login = this.http.form("/login", Map.of("username", "user", "password", "password", "_csrf", csrf));
		return this.http.get(login.expect(302).header("Location"), "Accept", "text/html");
	}

	private void consent() {
		this.browser.logIn();
		assertCode(this.browser.consent(send(Way.GET)));
	}

	private static void assertLogin(Answer answer) {
		assertThat(answer.expect(302).header("Location")).endsWith("/login");
	}

	private static String assertCode(Answer answer) {
		assertThat(answer.expect(302).header("Location")).startsWith(CALLBACK + "?code=");
		return Browser.parameter(answer.header("Location"), "code");
	}

	private static void assertError(Answer answer, String error) {
		String location = answer.expect(302).header("Location");
		assertThat(location).startsWith(CALLBACK + "?error=" + error + "&");
		assertThat(Browser.parameter(location, "state")).isEqualTo("the-state");
		assertThat(Browser.parameter(location, "iss")).isEqualTo(server.base());
	}

	private static RegisteredClient byHand() {
		RegisteredClient client = RegisteredClient.withId("by-hand")
			.clientId("by-hand")
			.clientSecret("{noop}login-requirement")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(CALLBACK)
			.scope("openid")
			.scope("profile")
			.build();
		server.bean(RegisteredClientRepository.class).save(client);
		return client;
	}

	@Nested
	class PromptNone {

		@ParameterizedTest
		@EnumSource(Way.class)
		void authorizeWhenNobodyIsLoggedInThenLoginRequired(Way way) {
			assertError(send(way, "prompt", "none"), "login_required");
		}

		@ParameterizedTest
		@EnumSource(Way.class)
		void authorizeWhenLoggedInThenConsentRequiredOrCode(Way way) {
			LoginRequirementTests.this.browser.logIn();
			assertError(send(way, "prompt", "none"), "consent_required");
			consent();
			assertCode(send(way, "prompt", "none", "max_age", "3600"));
		}

		@ParameterizedTest
		@EnumSource(Way.class)
		void authorizeWhenLoginIsTooOldThenLoginRequired(Way way) {
			consent();
			assertError(send(way, "prompt", "none", "max_age", "0"), "login_required");
		}

		@Test
		void authorizeWhenPushedAndRedirectUriIsNoLongerTheClientsThenNoRedirect() {
			Map<String, String> pushed = pushed(request("prompt", "none"));
			Registered moved = LoginRequirementTests.this.client;
			moved.update(moved.asUpdate("redirect_uris", List.of("https://client.example/new"))).expect(200);
			Answer answer = LoginRequirementTests.this.browser.authorize(pushed);
			assertThat(answer.header("Location")).doesNotContain("client.example");
		}

		@Test
		void authorizeWhenNoOpenidThenNoAuthenticationRequest() {
			assertLogin(send(Way.GET, "scope", "profile", "prompt", "none", "max_age", "x"));
		}

		@Test
		void authorizeWhenOtherPromptsBesideThenInvalidRequest() {
			assertError(send(Way.GET, "prompt", "none login"), "invalid_request");
		}

		@Test
		void authorizeWhenRegisteredByHandThenAsEver() {
			byHand();
			assertLogin(send(Way.GET, "client_id", "by-hand", "prompt", "none"));
			LoginRequirementTests.this.browser.logIn();
			assertCode(send(Way.GET, "client_id", "by-hand", "max_age", "0"));
			assertCode(send(Way.GET, "client_id", "by-hand", "prompt", "login"));
		}

	}

	@Nested
	class NewLogin {

		@ParameterizedTest
		@ValueSource(strings = { "max_age=0", "prompt=login" })
		void authorizeWhenLoggedInThenLogsInOnceMore(String demand) throws ParseException {
			String[] more = demand.split("=");
			consent();
			Date first = authTime(assertCode(send(Way.GET)));
			for (Way way : new Way[] { Way.GET, Way.PUSHED }) {
				assertLogin(send(way, more));
				String code = assertCode(logInAndReturn());
				assertThat(authTime(code)).isAfterOrEqualTo(first);
				// each request demands its own
				assertLogin(send(way, more));
				assertLogin(send(way, more[0], more[1], "state", "another-state"));
			}
			assertLogin(send(Way.POST, more));
		}

		@ParameterizedTest
		@ValueSource(strings = { "max_age=0", "prompt=login" })
		void authorizeWhenNobodyIsLoggedInThenLogsInOnce(String demand) {
			consent();
			LoginRequirementTests.this.http = server.http();
			LoginRequirementTests.this.browser = new Browser(LoginRequirementTests.this.http);
			for (Way way : new Way[] { Way.GET, Way.PUSHED }) {
				assertLogin(send(way, demand.split("=")));
				assertCode(logInAndReturn());
			}
		}

		@Test
		void authorizeWhenUserDoesNotLogInThenIsAskedAgain() {
			consent();
			assertLogin(send(Way.GET, "prompt", "login"));
			assertLogin(send(Way.GET, "prompt", "login"));
		}

		@ParameterizedTest
		@ValueSource(strings = { "3600", "999999999999999999" })
		void authorizeWhenLoginIsYoungEnoughThenIsNotAsked(String maxAge) {
			consent();
			assertCode(send(Way.GET, "max_age", maxAge));
		}

		@ParameterizedTest
		@ValueSource(strings = { "-1", "soon", "1.5", "+1", "9999999999999999999" })
		void authorizeWhenMaxAgeIsNoNumberThenInvalidRequest(String maxAge) {
			for (Way way : Way.values()) {
				assertError(send(way, "max_age", maxAge), "invalid_request");
			}
		}

		private Date authTime(String code) throws ParseException {
			Registered client = LoginRequirementTests.this.client;
			Answer tokens = server.token(client.id(), client.secret(), TestServer.codeGrant(code, CALLBACK));
			return SignedJWT.parse(tokens.expect(200).string("id_token")).getJWTClaimsSet().getDateClaim("auth_time");
		}

	}

}
